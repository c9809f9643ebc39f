# shellcheck shell=bash disable=SC2034
# What this project's scripts share. Source it: it finds the checkout (root) and the user's cache (cache), and ends where
# neither Java nor Maven could work.
#   say, fail, unavailable, refuse    words for the user, and the exit codes 0, 1, 69, 2
#   elapsed SECONDS                   3 s, 5 min 7 s
#   stage NAME LOG COMMAND…           runs COMMAND with its output in LOG and says how long it takes
#   fresh ARTEFACT INPUT… -- COMMAND… runs COMMAND where the artefact is not what these inputs make; made runs it always
#   add_components, jdk_component     lists what a package is made of
#   maven ARGUMENT…                   Maven: the one that MVN names, the wrapper's, or the one on the PATH

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$@"; }

fail() {
  printf 'hearth: %s\n' "$@" >&2
  exit 1
}

# What this machine cannot do, though nobody made a mistake: sysexits' EX_UNAVAILABLE.
unavailable() {
  printf 'hearth: %s\n' "$@" >&2
  exit 69
}

refuse() {
  printf 'hearth: %s\n' "$@" >&2
  exit 2
}

case $root in
  *:*) fail "this checkout lies in $root, and Java and Maven take a ':' in a folder's name for the end of it: move it to another folder" ;;
esac
# Java reads a file's name by the locale, and of an ASCII one nothing but ASCII.
case $(locale charmap 2>/dev/null) in ANSI_X3.4-1968) export LC_ALL=C.UTF-8 ;; esac
[ -n "${HOME:-}" ] || export HOME=~
cache=${XDG_CACHE_HOME:-$HOME/.cache}/hearth
logs=$root/target/logs

# shellcheck source-path=SCRIPTDIR source=jdk
. "$root/tools/jdk"

# ---------------------------------------------------------------- progress

elapsed() {
  if [ "$1" -lt 60 ]; then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

# Says of a log how far the stage is; a stage with steps to tell names another.
stage_step=:

# On standard error, for a command's own output may go into a pipe.
stage() {
  local name=$1 log=$2 start=$SECONDS status=0 step shown=none child
  shift 2
  mkdir -p "$(dirname "$log")"
  set -m # a process group of its own, so that an end takes all of it along
  "$@" >"$log" 2>&1 </dev/null &
  child=$!
  set +m
  # shellcheck disable=SC2064
  trap "kill -- -$child 2>/dev/null; wait $child 2>/dev/null; echo >&2; exit 130" INT
  # shellcheck disable=SC2064
  trap "kill -- -$child 2>/dev/null; wait $child 2>/dev/null; exit 143" TERM HUP
  while kill -0 "$child" 2>/dev/null; do
    step=$("$stage_step" "$log")
    if [ -t 2 ]; then
      printf '\r\033[K  %s … %s  %s' "$name" "$(elapsed $((SECONDS - start)))" "$step" >&2
    elif [ "$step" != "$shown" ]; then
      echo "  $name …${step:+ $step}" >&2
      shown=$step
    fi
    sleep 0.2
  done
  wait "$child" || status=$?
  trap - INT TERM HUP
  [ ! -t 2 ] || printf '\r\033[K' >&2
  if [ "$status" -ne 0 ]; then
    say "✗ $name: failed after $(elapsed $((SECONDS - start)))" "$(failure_tail "$log")" "    whole log: $log" >&2
    return "$status"
  fi
  say "✓ $name: $(elapsed $((SECONDS - start)))" >&2
}

failure_tail() {
  if grep -q '^\[ERROR\]' "$1"; then
    grep '^\[ERROR\]' "$1" | grep -vE 'Re-run Maven|To see the full stack|For more information|\[Help 1\]$|^\[ERROR\] *$|^\[ERROR\] 	+at ' | head -n 30 | sed 's/^/    /'
  else
    grep -vE '^(\s*$|\[INFO\])' "$1" | tail -n 30 | sed 's/^/    /'
  fi
}

# ---------------------------------------------------------------- what is up to date

# Prints the SHA-256 of what comes in.
digest() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16
}

# fingerprint INPUT…: one word for the names and contents of these files and folders, without what is built or only tests, for
# the JDK, and for words (=WORD).
fingerprint() (
  cd "$root" || exit
  files=() words=()
  for input; do
    case $input in =*) words+=("$input") ;; *) files+=("$input") ;; esac
  done
  {
    cat "$JAVA_HOME/release"
    printf '%s\n' ${words[@]+"${words[@]}"}
    find "${files[@]}" \( -name target -o -path '*/src/test' \) -prune -o -type f ! -name '.*.swp' -print |
      LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum
  } | digest
)

# Its artefact is below the root, with the fingerprint of its inputs beside it.
fresh() {
  local inputs=() artefact=$1 argument
  for argument in "${@:2}"; do
    [ "$argument" != -- ] || break
    inputs+=("$argument")
  done
  if [ -f "$root/$artefact" ] && [ "$(cat "$root/$artefact.inputs" 2>/dev/null)" = "$(fingerprint "${inputs[@]}")" ]; then
    return 0
  fi
  made "$@"
}

# A COMMAND that is a function of several steps is ended by its first failure where neither it nor this stands in a condition.
made() {
  local inputs=() artefact=$1 sum status
  shift
  while [ "$1" != -- ]; do
    inputs+=("$1")
    shift
  done
  shift
  sum=$(fingerprint "${inputs[@]}") || fail "cannot read what $artefact is made from"
  rm -f "$root/$artefact.inputs"
  "$@"
  status=$?
  [ "$status" -eq 0 ] || return "$status"
  [ -f "$root/$artefact" ] || fail "the build left no $artefact"
  echo "$sum" >"$root/$artefact.inputs"
}

# What each artefact of the reactor is made from.
function_inputs=(pom.xml .mvn src/cost src/warmer src/function terraform/prices.json terraform/cycles.json tools/native-image/Zip.java)
adopted_inputs=(pom.xml .mvn src/cost src/warmer terraform/prices.json terraform/cycles.json)
lab_inputs=(pom.xml .mvn src/cost src/warmer/pom.xml src/warmer/cycle src/lab terraform/prices.json terraform/cycles.json)
lab_jar=src/lab/target/quarkus-app/quarkus-run.jar

# ---------------------------------------------------------------- what a package is made of

# add_components FILE: prints a list of components (CycloneDX, as Quarkus writes it) with further ones before, each a line on
# standard input: TYPE NAME VERSION [GROUP]; - for a version that is not known.
add_components() {
  awk '
    function component(type, name, version, group) {
      printf "    {\"type\" : \"%s\", \"bom-ref\" : \"%s\", ", type, group == "" ? name : "pkg:maven/" group "/" name "@" version "?type=jar"
      if (group != "") printf "\"group\" : \"%s\", ", group
      printf "\"name\" : \"%s\"", name
      if (version != "-") printf ", \"version\" : \"%s\"", version
      if (group != "") printf ", \"purl\" : \"pkg:maven/%s/%s@%s?type=jar\"", group, name, version
      print "},"
    }
    NR == FNR { added[++number] = $0; next }
    { print }
    $0 == "  \"components\" : [" {
      for (i = 1; i <= number; i++) { split(added[i], word, " "); component(word[1], word[2], word[3], word[4]) }
    }
  ' - "$1"
}

# jdk_component HOME: the line for a JDK; its version is not known where a container has it.
jdk_component() {
  local version=''
  [ -z "$1" ] || version=$(sed -nE 's/^JAVA_VERSION="(.*)"/\1/p' "$1/release")
  echo "platform OpenJDK ${version:--}"
}

# ---------------------------------------------------------------- Maven

maven() {
  find_maven
  "$MVN" -B -ntp -f "$root/pom.xml" "$@"
}

# Packages one module and what it needs, without tests.
package_module() {
  local module=$1
  shift
  maven -pl "$module" -am package -Dmaven.test.skip -Dspotless.check.skip "$@"
}

# The wrapper where its Maven is there or can be downloaded, else the Maven on the PATH.
find_maven() {
  [ -z "${MVN:-}" ] || return 0
  local url name
  url=$(sed -n 's/^distributionUrl=//p' "$root/.mvn/wrapper/maven-wrapper.properties")
  name=${url##*/}
  name=${name%-bin.zip}
  export MVN=$root/mvnw
  if compgen -G "${MAVEN_USER_HOME:-$HOME/.m2}/wrapper/dists/$name/*/bin/mvn" >/dev/null; then return; fi
  if ! command -v mvn >/dev/null; then
    reachable "$url" || fail "no Maven: the wrapper's $name cannot be downloaded from $url, and there is no mvn on the PATH" \
      "install Maven 3.8.7 or later, or connect to the internet for the first build"
  elif [ -n "$(find "$cache/no-wrapper-download" -mtime -1 2>/dev/null)" ]; then
    MVN=mvn
  elif ! reachable "$url"; then
    mkdir -p "$cache"
    : >"$cache/no-wrapper-download"
    MVN=mvn
  fi
}

# Whether a download can start within seconds.
reachable() {
  if command -v curl >/dev/null; then
    curl -fsSIL --connect-timeout 3 --max-time 5 "$1" >/dev/null 2>&1
  else
    wget -q --spider --timeout=3 --tries=1 "$1" 2>/dev/null
  fi
}
