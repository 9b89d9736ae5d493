package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only a development node offers; elsewhere the route does not exist. */
final class DevRoutes {
    private final @Nullable DevIssuer issuer;

    DevRoutes(@Nullable DevIssuer issuer) {
        this.issuer = issuer;
    }

    Future<Answer> token(Call call) {
        if (issuer == null) {
            return Future.succeededFuture(Problem.of(ProblemCode.ROUTE_NOT_FOUND));
        }
        JsonArray roles = call.body().getJsonArray("roles", JsonArray.of(Principal.CUSTOMER));
        List<String> names = roles.stream().map(String::valueOf).toList();
        String token = issuer.token(call.body().getString("sub"), names);
        return Future.succeededFuture(
                Reply.of(200, new JsonObject().put("token", token).toBuffer()));
    }
}
