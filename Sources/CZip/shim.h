#ifndef DANGWU_CZIP_SHIM_H
#define DANGWU_CZIP_SHIM_H
#include <zip.h>
#endif
