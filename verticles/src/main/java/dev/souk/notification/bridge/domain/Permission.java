package dev.souk.notification.bridge.domain;

/** The permission to follow a target, by the token alone: only its timeline tells whether an order is the caller's. */
public final class Permission {
    private Permission() {}

    public static boolean allows(Caller caller, Target target) {
        return switch (target) {
            case Target.Order order -> caller.isCustomer() || caller.isOperator();
            case Target.Ops ops -> caller.isOperator();
            case Target.Nothing nothing -> false;
        };
    }
}
