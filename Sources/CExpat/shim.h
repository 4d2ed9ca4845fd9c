#ifndef DANGWU_CEXPAT_SHIM_H
#define DANGWU_CEXPAT_SHIM_H
#include <expat.h>
#endif
