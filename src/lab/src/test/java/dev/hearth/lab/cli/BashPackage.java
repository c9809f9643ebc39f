package dev.hearth.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A function of two shell scripts, of the kind that AWS's tutorial for custom runtimes has: {@code _HANDLER} is FILE.FUNCTION. */
final class BashPackage {

    private BashPackage() {}

    static Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("bootstrap"),
                """
                #!/usr/bin/env bash
                set -euo pipefail
                source "$LAMBDA_TASK_ROOT/${_HANDLER%.*}.sh"
                api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
                while true; do
                  headers=$(mktemp)
                  event=$(curl -sS -LD "$headers" "$api/next")
                  id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)
                  curl -sS "$api/$id/response" -d "$("${_HANDLER#*.}" "$event")" >/dev/null
                done
                """);
        Files.setPosixFilePermissions(folder.resolve("bootstrap"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                folder.resolve("function.sh"),
                """
                handler() {
                  echo "$_HANDLER got $1${GREETING:+ and $GREETING}"
                }
                """);
        return folder;
    }
}
