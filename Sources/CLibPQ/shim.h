#ifndef DANGWU_CLIBPQ_SHIM_H
#define DANGWU_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
