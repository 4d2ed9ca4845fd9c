#ifndef DANGWU_CMALLOC_SHIM_H
#define DANGWU_CMALLOC_SHIM_H
#include <malloc.h>
#endif
