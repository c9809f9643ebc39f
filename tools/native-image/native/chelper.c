#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <cpuid.h>
#include <locale.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "amd64cpufeatures.h"
#include "svm_locale.h"
extern char **environ;
char **getEnviron(void) { return environ; }
/* The zone's name: TZ (":UTC" on Lambda), else the zone that /etc/localtime links to; NULL (GMT) where neither tells. */
char *SVM_FindJavaTZmd(const char *mappings, int length) {
  const char *zone = getenv("TZ"); char link[4096]; ssize_t n;
  if (zone && *zone == ':') zone++;
  if (zone && *zone && *zone != '/') return strdup(zone);
  if ((n = readlink("/etc/localtime", link, sizeof link - 1)) <= 0) return NULL;
  link[n] = 0; zone = strstr(link, "zoneinfo/");
  return zone ? strdup(zone + strlen("zoneinfo/")) : NULL;
}
int getThreadId(void) { return (int) syscall(SYS_gettid); }
int64_t getThreadUserTimeSlow(int tid) {
  char path[64], buf[512]; snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
  FILE *f = fopen(path, "r"); if (!f) return -1; size_t n = fread(buf, 1, sizeof buf - 1, f); fclose(f); buf[n] = 0;
  /* By hand: sscanf and strtoull are of glibc 2.38 where that is what the compiler finds, and Lambda has 2.34. */
  char *p = strrchr(buf, ')'); unsigned long long ut = 0; if (!p) return -1;
  for (int field = 2; field < 14 && (p = strchr(p, ' ')); field++) p++;
  if (!p) return -1;
  for (; *p >= '0' && *p <= '9'; p++) ut = ut * 10 + (unsigned) (*p - '0');
  return (int64_t) (ut * (1000000000ULL / sysconf(_SC_CLK_TCK)));
}
void *mremapP(void *a, size_t o, size_t n, int flags, void *na) { return mremap(a, o, n, flags, na); }
void codeSynchronization_clearCache(long s, long e) { __builtin___clear_cache((char *) s, (char *) e); }

static svm_locale_props_t props;
int svm_initialize_locale(void) {
  static char lang[64], country[64]; setlocale(LC_ALL, "");
  const char *l = setlocale(LC_MESSAGES, NULL);
  if (!l || !*l || !strcmp(l, "C") || !strcmp(l, "POSIX") || !strncmp(l, "C.", 2)) l = "en";
  snprintf(lang, sizeof lang, "%s", l); lang[strcspn(lang, ".@")] = 0; char *u = strchr(lang, '_');
  if (u) { snprintf(country, sizeof country, "%s", u + 1); *u = 0; }
  props.display_language = props.format_language = lang;
  props.display_country = props.format_country = country[0] ? country : NULL;
  return SVM_LOCALE_INITIALIZATION_SUCCEEDED;
}
const svm_locale_props_t *svm_get_locale(void) { return &props; }

static sem_t sig_sem; static atomic_int pending[NSIG]; static int is_open;
int cSunMiscSignal_open(void) { if (is_open) { errno = EBUSY; return -1; } int r = sem_init(&sig_sem, 0, 0); if (!r) is_open = 1; return r; }
int cSunMiscSignal_close(void) { is_open = 0; return sem_destroy(&sig_sem); }
int cSunMiscSignal_awaitSemaphore(void) { return sem_wait(&sig_sem); }
int cSunMiscSignal_signalSemaphore(void) { return sem_post(&sig_sem); }
bool cSunMiscSignal_signalRangeCheck(int s) { return s >= 0 && s < NSIG; }
int cSunMiscSignal_checkPendingSignal(void) { for (int i = 0; i < NSIG; i++) { int v = atomic_load(&pending[i]); while (v > 0) if (atomic_compare_exchange_weak(&pending[i], &v, v - 1)) return i; } return -1; }
static void on_signal(int s) { int e = errno; if (s >= 0 && s < NSIG) { atomic_fetch_add(&pending[s], 1); sem_post(&sig_sem); } errno = e; }
void (*cSunMiscSignal_signalHandlerFunctionPointer(void))(int) { return on_signal; }

void svm_attach_startup(char *f) {}
void svm_attach_listener_cleanup(int s, char *p) {}
bool svm_attach_check_socket_file(char *p) { return true; }
bool svm_attach_is_init_trigger(char *p) { return false; }
int svm_attach_create_listener(char *p) { return -1; }
int svm_attach_wait_for_request(int s) { return -1; }
void svm_attach_shutdown_socket(int s) {}

void determineCPUFeatures(CPUFeatures *f) {
  memset(f, 0, sizeof *f);
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return;
#define BIT(r, n) (((r) >> (n)) & 1)
  f->fCX8 = BIT(d, 8); f->fCMOV = BIT(d, 15); f->fFXSR = BIT(d, 24); f->fMMX = BIT(d, 23); f->fHT = BIT(d, 28); f->fTSC = BIT(d, 4);
  f->fSSE = BIT(d, 25); f->fSSE2 = BIT(d, 26); f->fSSE3 = BIT(c, 0); f->fCLMUL = BIT(c, 1); f->fSSSE3 = BIT(c, 9); f->fSSE4_1 = BIT(c, 19); f->fSSE4_2 = BIT(c, 20); f->fPOPCNT = BIT(c, 23); f->fAES = BIT(c, 25); f->fFLUSH = BIT(d, 19);
  __builtin_cpu_init();
  f->fAVX = !!__builtin_cpu_supports("avx"); f->fAVX2 = !!__builtin_cpu_supports("avx2"); f->fFMA = !!__builtin_cpu_supports("fma"); f->fBMI1 = !!__builtin_cpu_supports("bmi"); f->fBMI2 = !!__builtin_cpu_supports("bmi2");
  f->fAVX512F = !!__builtin_cpu_supports("avx512f"); f->fAVX512DQ = !!__builtin_cpu_supports("avx512dq"); f->fAVX512CD = !!__builtin_cpu_supports("avx512cd"); f->fAVX512BW = !!__builtin_cpu_supports("avx512bw"); f->fAVX512VL = !!__builtin_cpu_supports("avx512vl");
  f->fF16C = f->fAVX && BIT(c, 29); f->fVZEROUPPER = f->fAVX;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) { f->fERMS = BIT(b, 9); f->fADX = BIT(b, 19); f->fSHA = BIT(b, 29); f->fFLUSHOPT = BIT(b, 23); f->fCLWB = BIT(b, 24); f->fFSRM = BIT(d, 4); f->fRDPID = BIT(c, 22); f->fGFNI = BIT(c, 8); }
  if (__get_cpuid(0x80000001, &a, &b, &c, &d)) { f->fLZCNT = BIT(c, 5); f->fAMD_3DNOW_PREFETCH = BIT(c, 8) || BIT(d, 31); f->fSSE4A = BIT(c, 6); f->fRDTSCP = BIT(d, 27); }
}
int checkCPUFeatures(unsigned char *build) { return 0; }
int checkCPUFeaturesOrExit(unsigned char *build, const char *msg) { return 0; }
int openSII(const char *p, int f, int m) { return open(p, f, m); }
int openatISII(int d, const char *p, int f, int m) { return openat(d, p, f, m); }
int fprintfSD(FILE *f, const char *fmt, const char *s, int d) { return fprintf(f, fmt, s, d); }
