/* A libnvidia-ml.so.1 for tests: the functions that the doctor asks for, answered from two variables.

   FAKE_NVML_INIT: what nvmlInit returns (0; 9 is "driver not loaded"). FAKE_GPUS: cards, split by ';', or @ and the
   name of a file that holds them, which is read at every nvmlInit; a pid that runs no more holds nothing. Each card:
   name,major,minor,total MiB,free MiB,pid (0: none),clock event reasons,ECC errors,rows pending,MIG,slices,temperature.
   FAKE_NVML_MEMORY: what a question for a whole card's memory returns (0; 4 is "no permission").
   Signatures and return codes as in NVIDIA's nvml.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OK = 0, INVALID = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, TOO_SMALL = 7 };
typedef unsigned long long u64;

struct card { char name[64]; int major, minor; u64 total, free; unsigned pid; u64 reasons, ecc;
              unsigned pending, mig, slices, temperature; };
struct memory { u64 total, free, used; };
struct process { unsigned pid; u64 used; unsigned gpu_instance, compute_instance; };

static struct card cards[16];
static unsigned count;
static struct card slice = {"MIG 1g.10gb", 9, 0, 10240, 10000};

static int holds(unsigned pid) {  /* whether a process runs: not gone, and no zombie */
    char path[64], state = 'Z';
    snprintf(path, sizeof path, "/proc/%u/stat", pid);
    FILE *stat = fopen(path, "r");
    if (!stat) return 0;
    if (fscanf(stat, "%*d %*[^)]) %c", &state) != 1) state = 'Z';
    fclose(stat);
    return state != 'Z';
}

int nvmlInitWithFlags(unsigned flags) {
    const char *code = getenv("FAKE_NVML_INIT"), *text = getenv("FAKE_GPUS");
    if (code && atoi(code)) return atoi(code);
    char copy[4096], *rest = copy, *one;
    FILE *file = text && *text == '@' ? fopen(text + 1, "r") : NULL;
    snprintf(copy, sizeof copy, "%s", text && *text != '@' ? text : "");
    if (file) { copy[fread(copy, 1, sizeof copy - 1, file)] = 0; fclose(file); }
    for (count = 0; count < 16 && (one = strsep(&rest, ";")) && *one; count++) {
        struct card *c = &cards[count];
        memset(c, 0, sizeof *c);
        sscanf(one, "%63[^,],%d,%d,%llu,%llu,%u,%llu,%llu,%u,%u,%u,%u", c->name, &c->major, &c->minor, &c->total,
               &c->free, &c->pid, &c->reasons, &c->ecc, &c->pending, &c->mig, &c->slices, &c->temperature);
        if (file && c->pid && !holds(c->pid)) { c->free += c->total / 2; c->pid = 0; }
    }
    return OK;
}
int nvmlShutdown(void) { return OK; }
int nvmlSystemGetDriverVersion(char *out, unsigned size) { snprintf(out, size, "580.95.05"); return OK; }
int nvmlSystemGetCudaDriverVersion_v2(int *out) { *out = 13000; return OK; }
int nvmlDeviceGetCount_v2(unsigned *out) { *out = count; return OK; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, struct card **out) {
    if (index >= count) return INVALID;
    *out = &cards[index];
    return OK;
}
int nvmlDeviceGetName(struct card *c, char *out, unsigned size) { snprintf(out, size, "%s", c->name); return OK; }
int nvmlDeviceGetCudaComputeCapability(struct card *c, int *major, int *minor) {
    *major = c->major; *minor = c->minor;
    return OK;
}
int nvmlDeviceGetMemoryInfo(struct card *c, struct memory *out) {
    const char *code = getenv("FAKE_NVML_MEMORY");
    if (code && atoi(code) && c != &slice) return atoi(code);
    out->total = c->total << 20; out->free = c->free << 20; out->used = out->total - out->free;
    return OK;
}
int nvmlDeviceGetComputeRunningProcesses_v3(struct card *c, unsigned *size, struct process *out) {
    unsigned have = c->pid ? 1 : 0;
    if (have && *size < have) { *size = have; return TOO_SMALL; }
    *size = have;
    if (have) *out = (struct process){c->pid, (c->total - c->free) << 20, 0xffffffff, 0xffffffff};
    return OK;
}
int nvmlDeviceGetCurrentClocksEventReasons(struct card *c, u64 *out) { *out = c->reasons; return OK; }
int nvmlDeviceGetTemperature(struct card *c, int sensor, unsigned *out) {
    *out = c->temperature;
    return c->temperature ? OK : NOT_SUPPORTED;
}
int nvmlDeviceGetTotalEccErrors(struct card *c, int type, int counter, u64 *out) {
    *out = c->ecc;
    return c->major < 8 ? NOT_SUPPORTED : OK;
}
int nvmlDeviceGetRemappedRows(struct card *c, unsigned *good, unsigned *bad, unsigned *pending, unsigned *failed) {
    *good = *bad = *failed = 0; *pending = c->pending;
    return c->major < 8 ? NOT_SUPPORTED : OK;
}
int nvmlDeviceGetMigMode(struct card *c, unsigned *now, unsigned *next) {
    *now = *next = c->mig;
    return c->major < 8 ? NOT_SUPPORTED : OK;
}
int nvmlDeviceGetMaxMigDeviceCount(struct card *c, unsigned *out) { *out = 7; return OK; }
int nvmlDeviceGetMigDeviceHandleByIndex(struct card *c, unsigned index, struct card **out) {
    if (index >= c->slices) return NOT_FOUND;
    *out = &slice;
    return OK;
}
