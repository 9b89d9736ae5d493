package dev.souk.notification.bridge.domain;

/** Who may follow what, as far as the token alone tells: that an order is the caller's, only its timeline tells. */
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
