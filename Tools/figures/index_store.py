"""Reads the compiler's index of a debug build (libIndexStore): which symbols a file defines and which it uses."""

import ctypes
import ctypes.util
import glob
import os
import re
import shutil


class StringRef(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode("utf-8", "replace") if self.length else ""


POINTER = ctypes.c_void_p
NAME_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_bool, POINTER, StringRef)
POINTER_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_bool, POINTER, POINTER)
RECORD_DEPENDENCY = 2
DECLARATION_OR_DEFINITION = 3


def library():
    """The library of the toolchain that `swift` names, or None."""
    swift = shutil.which("swift")
    if swift is None:
        return None
    usr = os.path.dirname(os.path.dirname(os.path.realpath(swift)))
    for path in sorted(glob.glob(usr + "/lib/libIndexStore.so*") + glob.glob(usr + "/lib/libIndexStore.dylib")):
        try:
            loaded = ctypes.CDLL(path)
        except OSError:
            continue
        signatures = {
            "store_create": (POINTER, [ctypes.c_char_p, POINTER]),
            "store_units_apply_f": (ctypes.c_bool, [POINTER, ctypes.c_uint, POINTER, NAME_CALLBACK]),
            "unit_reader_create": (POINTER, [POINTER, ctypes.c_char_p, POINTER]),
            "unit_reader_dispose": (None, [POINTER]),
            "unit_reader_get_main_file": (StringRef, [POINTER]),
            "unit_reader_dependencies_apply_f": (ctypes.c_bool, [POINTER, POINTER, POINTER_CALLBACK]),
            "unit_dependency_get_kind": (ctypes.c_int, [POINTER]),
            "unit_dependency_get_name": (StringRef, [POINTER]),
            "unit_dependency_get_filepath": (StringRef, [POINTER]),
            "record_reader_create": (POINTER, [POINTER, ctypes.c_char_p, POINTER]),
            "record_reader_dispose": (None, [POINTER]),
            "record_reader_occurrences_apply_f": (ctypes.c_bool, [POINTER, POINTER, POINTER_CALLBACK]),
            "occurrence_get_roles": (ctypes.c_uint64, [POINTER]),
            "occurrence_get_symbol": (POINTER, [POINTER]),
            "symbol_get_usr": (StringRef, [POINTER]),
        }
        for name, (result, arguments) in signatures.items():
            function = getattr(loaded, "indexstore_" + name)
            function.restype, function.argtypes = result, arguments
        return loaded
    return None


def symbols_by_file(store_path, sources):
    """{path: (identifiers of the symbols it defines, of those it only uses)} for files below `sources` whose index is not
    older than the file."""
    index = library()
    if index is None or not os.path.isdir(store_path):
        return {}
    store = index.indexstore_store_create(store_path.encode(), None)
    if not store:
        return {}
    names = []

    @NAME_CALLBACK
    def collect(_, name):
        names.append(str(name))
        return True

    index.indexstore_store_units_apply_f(store, 0, None, collect)
    found = {}
    for name in names:
        unit = index.indexstore_unit_reader_create(store, name.encode(), None)
        if not unit:
            continue
        path = os.path.realpath(str(index.indexstore_unit_reader_get_main_file(unit)))
        written = max(glob_time(store_path, name), 0)
        if path.startswith(sources + os.sep) and os.path.exists(path) and os.path.getmtime(path) <= written:
            records = []

            @POINTER_CALLBACK
            def dependency(_, item):
                own = os.path.realpath(str(index.indexstore_unit_dependency_get_filepath(item))) == path
                if index.indexstore_unit_dependency_get_kind(item) == RECORD_DEPENDENCY and own:
                    records.append(str(index.indexstore_unit_dependency_get_name(item)))
                return True

            index.indexstore_unit_reader_dependencies_apply_f(unit, None, dependency)
            if written >= found.get(path, (0,))[0]:
                defined, used = set(), set()
                for record in records:
                    for usr, is_defined in symbols(index, store, record):
                        (defined if is_defined else used).add(usr)
                found[path] = (written, (defined, used - defined))
        index.indexstore_unit_reader_dispose(unit)
    return {path: pair for path, (_, pair) in found.items()}


def glob_time(store_path, unit):
    path = os.path.join(store_path, "v5", "units", unit)
    return os.path.getmtime(path) if os.path.exists(path) else 0


def symbols(index, store, record):
    reader = index.indexstore_record_reader_create(store, record.encode(), None)
    if not reader:
        return set()
    found = set()

    @POINTER_CALLBACK
    def occurrence(_, item):
        usr = str(index.indexstore_symbol_get_usr(index.indexstore_occurrence_get_symbol(item)))
        found.add((usr, bool(index.indexstore_occurrence_get_roles(item) & DECLARATION_OR_DEFINITION)))
        return True

    index.indexstore_record_reader_occurrences_apply_f(reader, None, occurrence)
    index.indexstore_record_reader_dispose(reader)
    return found


def uses_module(usrs, module):
    """A Swift symbol's identifier spells its module with the length in front: `s:6Kernel4TextV`, `s:SS6KernelE…`."""
    mark = f"{len(module)}{module}"
    pattern = re.compile(r"(?<!\d)" + mark)
    return any(usr.startswith("s:") and pattern.search(usr) for usr in usrs)
