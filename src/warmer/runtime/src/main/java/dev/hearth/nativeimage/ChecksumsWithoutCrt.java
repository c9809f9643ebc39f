package dev.hearth.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/**
 * The AWS SDK takes checksums from its optional CRT library where that is on the class path. It is not, and the native build
 * links everything up front; so these say that it is not there, which the SDK would otherwise find out by itself.
 */
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
@SuppressWarnings("DoNotCallSuggester")
final class ChecksumsWithoutCrt {
    private ChecksumsWithoutCrt() {}

    @Substitute
    static SdkChecksum createCrtCrc32C() {
        throw new UnsupportedOperationException("CRC32C of the AWS CRT is not in this executable");
    }

    @Substitute
    static SdkChecksum crc64NvmeCrtImplementation() {
        throw new UnsupportedOperationException("CRC64NVME of the AWS CRT is not in this executable");
    }

    @Substitute
    static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
        throw new UnsupportedOperationException(algorithm.algorithmId() + " of the AWS CRT is not in this executable");
    }
}
