package dev.souk.edge.contract;

import dev.souk.edge.limit.LimitClass;
import io.vertx.core.http.HttpMethod;
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
 * The rules of the contract for the requests of one operation.
 *
 * @param parameters in the path, the query and the headers
 * @param body the rules for a JSON body; absent: the operation reads no JSON body
 * @param bodyLimit bytes of the largest body it reads at once; 0: none
 * @param access the callers that are admitted
 * @param limit how often a caller may call
 */
public record OperationRules(
        String operationId,
        List<ParameterRule> parameters,
        @Nullable Shape body,
        int bodyLimit,
        AccessRule access,
        LimitClass limit) {
    /** A member of an operation in the contract: the bound of a body that is read at once. */
    private static final String BODY_LIMIT = "x-body-limit";
    /** A member of an operation in the contract: the class of its bucket, where that is neither reads nor writes. */
    private static final String RATE_LIMIT = "x-rate-limit";

    static OperationRules of(Operation operation) {
        return new OperationRules(
                operation.getOperationId(),
                operation.getParameters().stream().map(ParameterRule::of).toList(),
                body(operation),
                bodyLimit(operation),
                AccessRule.of(operation.getOpenAPIModel().getJsonArray(Contract.SECURITY)),
                limit(operation));
    }

    /** For a body that only its reader can judge. */
    public OperationRules withoutBody() {
        return new OperationRules(operationId, parameters, null, bodyLimit, access, limit);
    }

    private static LimitClass limit(Operation operation) {
        String label = operation.getOpenAPIModel().getString(RATE_LIMIT);
        if (label != null) {
            return LimitClass.labelled(label);
        }
        return operation.getHttpMethod().equals(HttpMethod.GET) ? LimitClass.READS : LimitClass.WRITES;
    }

    /** @throws IllegalStateException when the contract has a JSON body that it does not bound */
    private static int bodyLimit(Operation operation) {
        int limit = operation.getOpenAPIModel().getInteger(BODY_LIMIT, 0);
        if (limit < 1 && body(operation) != null) {
            throw new IllegalStateException(
                    "the contract's " + operation.getOperationId() + " has a body and no " + BODY_LIMIT);
        }
        return limit;
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
    public record ParameterRule(String name, In in, boolean required, boolean integer, Shape shape) {
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

    public enum In {
        PATH,
        QUERY,
        HEADER
    }

    /**
     * The callers that an operation admits.
     *
     * @param guests whether without a token
     * @param reads whether a token is looked at
     * @param roles of which a token must have one; empty: any token will do
     */
    public record AccessRule(boolean guests, boolean reads, Set<String> roles) {
        /** @param alternatives as in OpenAPI: each names schemes with sufficient roles; absent: every caller may */
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

        public boolean admits(Principal principal) {
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
