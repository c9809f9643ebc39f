package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.plan.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The package of a planned function, found on this machine.
 *
 * @param asPlanned whether it still is what was planned
 */
record PlannedPackage(Path path, boolean asPlanned) {

    /**
     * Beside the plan, or, its leading {@code ..} apart, in Hearth's checkout: a plan does not say which folder was
     * planned, from which its paths count.
     *
     * @throws Refusal if it is in neither
     */
    static PlannedPackage find(String function, Code.Zip zip, Path plan, Path root) {
        Path beside = plan.toAbsolutePath().resolveSibling(zip.path()).normalize();
        Path inRoot = root.resolve(downwards(zip.path()));
        for (Path path : new Path[] {beside, inRoot}) {
            if (Files.exists(path)) {
                return new PlannedPackage(
                        path,
                        zip.sha256().filter(hash -> !hash.equals(sha256(path))).isEmpty());
            }
        }
        throw new Refusal("the plan's package of " + function + ", " + zip.path() + ", is neither at " + beside
                + (zip.path().isAbsolute() ? "" : " nor at " + inRoot)
                + ": build it, or name another one with --function " + function + "=PATH");
    }

    private static Path downwards(Path path) {
        Path below = Path.of("");
        for (Path name : path) {
            if (!name.toString().equals(".") && !name.toString().equals("..")) {
                below = below.resolve(name);
            }
        }
        return path.isAbsolute() ? path : below;
    }

    private static String sha256(Path file) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Refusal("cannot read the function package " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
