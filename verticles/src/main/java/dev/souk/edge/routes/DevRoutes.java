package dev.souk.edge.routes;

import dev.souk.edge.auth.DevIssuer;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The routes that only a development node offers. */
public final class DevRoutes {
    private final DevIssuer issuer;

    public DevRoutes(DevIssuer issuer) {
        this.issuer = issuer;
    }

    public Future<Answer> token(Call call) {
        JsonArray roles = call.body().getJsonArray("roles", JsonArray.of(Principal.CUSTOMER));
        List<String> names = roles.stream().map(String::valueOf).toList();
        String token = issuer.token(call.body().getString("sub"), names);
        return Future.succeededFuture(
                Reply.of(200, new JsonObject().put("token", token).toBuffer()));
    }
}
