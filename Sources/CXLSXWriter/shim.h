#ifndef DANGWU_CXLSXWRITER_SHIM_H
#define DANGWU_CXLSXWRITER_SHIM_H
#include <xlsxwriter.h>
#endif
