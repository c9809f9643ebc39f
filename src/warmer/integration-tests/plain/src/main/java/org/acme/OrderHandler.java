package org.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Named;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A handler of its own types that has a client of the AWS SDK. */
@Named("orders")
public class OrderHandler implements RequestHandler<Order, Receipt> {
    private final DynamoDbClient table = DynamoDbClient.builder()
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create("http://localhost:1"))
            .build();

    @Override
    public Receipt handleRequest(Order order, Context context) {
        if (order.pieces() < 1) {
            throw new IllegalArgumentException("pieces must be 1 or more, but is " + order.pieces());
        }
        return new Receipt(order.product(), order.pieces(), table.serviceName());
    }
}
