package dev.hearth.api;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers a bad parameter with a {@link Problem}. */
class Problems {
    @ServerExceptionMapper
    RestResponse<Problem> badParameter(BadParameter bad) {
        Response.Status status = Response.Status.BAD_REQUEST;
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.BAD_REQUEST,
                        new Problem(
                                status.getReasonPhrase(), status.getStatusCode(), bad.getMessage(), bad.parameter()))
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
