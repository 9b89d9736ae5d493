package dev.souk.edge;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the contract asks of the requests of one operation.
 *
 * @param parameters in the path, the query and the headers
 * @param body what a JSON body must be; absent: the operation reads no JSON body
 * @param access who may call
 */
record OperationRules(
        String operationId,
        List<ParameterRule> parameters,
        @Nullable Shape body,
        AccessRule access) {

    static OperationRules of(Operation operation) {
        return new OperationRules(
                operation.getOperationId(),
                operation.getParameters().stream().map(ParameterRule::of).toList(),
                body(operation),
                AccessRule.of(operation.getOpenAPIModel().getJsonArray(Contract.SECURITY)));
    }

    /** For a body that only its reader can judge. */
    OperationRules withoutBody() {
        return new OperationRules(operationId, parameters, null, access);
    }

    private static @Nullable Shape body(Operation operation) {
        if (operation.getRequestBody() == null) {
            return null;
        }
        MediaType json = operation.getRequestBody().getContent().get(MediaType.APPLICATION_JSON);
        return json == null ? null : ShapeCompiler.compile(schema(json.getOpenAPIModel()));
    }

    private static JsonObject schema(JsonObject model) {
        return model.getJsonObject("schema");
    }

    /** @param integer the text must be one */
    record ParameterRule(String name, In in, boolean required, boolean integer, Shape shape) {
        static ParameterRule of(Parameter parameter) {
            JsonObject schema = schema(parameter.getOpenAPIModel());
            In in = switch (parameter.getIn()) {
                case PATH -> In.PATH;
                case QUERY -> In.QUERY;
                case HEADER -> In.HEADER;
                case COOKIE -> throw new IllegalStateException("the edge reads no cookies");
            };
            boolean integer = "integer".equals(schema.getValue("type"));
            return new ParameterRule(
                    parameter.getName(), in, parameter.isRequired(), integer, ShapeCompiler.compile(schema));
        }
    }

    enum In {
        PATH,
        QUERY,
        HEADER
    }

    /**
     * Who may call.
     *
     * @param guests whether without a token
     * @param reads whether a token is looked at
     * @param roles of which a token must have one; empty: whatever it has
     */
    record AccessRule(boolean guests, boolean reads, Set<String> roles) {
        /** @param alternatives as in OpenAPI: each names schemes with the roles that will do; absent: everybody may */
        static AccessRule of(@Nullable JsonArray alternatives) {
            if (alternatives == null || alternatives.isEmpty()) {
                return new AccessRule(true, false, Set.of());
            }
            Set<String> roles = new HashSet<>();
            boolean guests = false;
            boolean reads = false;
            boolean anyRole = false;
            for (int i = 0; i < alternatives.size(); i++) {
                JsonObject alternative = alternatives.getJsonObject(i);
                guests |= alternative.isEmpty();
                for (String scheme : alternative.fieldNames()) {
                    JsonArray scopes = alternative.getJsonArray(scheme);
                    reads = true;
                    anyRole |= scopes.isEmpty();
                    scopes.forEach(role -> roles.add(role.toString()));
                }
            }
            return new AccessRule(guests, reads, anyRole ? Set.of() : Set.copyOf(roles));
        }

        boolean admits(Principal principal) {
            if (roles.isEmpty()) {
                return true;
            }
            for (String role : roles) {
                if (principal.is(role)) {
                    return true;
                }
            }
            return false;
        }
    }
}
