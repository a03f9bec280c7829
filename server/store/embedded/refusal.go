package embedded

import (
	"fmt"

	lib "modernc.org/sqlite/lib"

	"github.com/portage-livraison/portage/server/fault"
)

// The refusals of Open, for the person who starts the server.

func locked(dir, pid string) error {
	return fault.New(fault.Unavailable, "store.locked",
		"the data folder %s is in use by process %s: stop that one first, or give another folder with PORTAGE_DATA", dir, pid).
		With(map[string]any{"folder": dir, "pid": pid})
}

func foreign(path, why string) error {
	return fault.New(fault.Invalid, "store.foreign",
		"%s does not hold Portage data (%s): give an empty folder with PORTAGE_DATA", path, why).
		With(map[string]any{"folder": path})
}

func occupied(dir, name string) error {
	return fault.New(fault.Invalid, "store.foreign", "%s is not empty (it holds %s): give a folder that is empty or does not exist yet", dir, name).
		With(map[string]any{"folder": dir})
}

func newer(path string, version int64) error {
	return fault.New(fault.Invalid, "store.newer",
		"%s was written by a newer Portage (format %d, this one knows %d): install the newer version again", path, version, format).
		With(map[string]any{"folder": path})
}

func unreadable(path string, cause error) error {
	if code := primary(cause); code == lib.SQLITE_NOTADB || code == lib.SQLITE_CORRUPT {
		return fault.New(fault.Invalid, "store.damaged",
			"%s is not a readable database: keep it aside, and restore a backup or give another folder", path).
			With(map[string]any{"folder": path}).Because(cause)
	}
	return fault.New(fault.Unavailable, "store.unreadable",
		"%s cannot be opened: check that it is there, that it may be written, and that the disk has room", path).
		With(map[string]any{"folder": path}).Because(cause)
}

func incomplete(path string) error {
	return fault.New(fault.Invalid, "store.incomplete",
		"%s is missing, or is not of the same store as its neighbour: put the files of one backup back together", path).
		With(map[string]any{"folder": path})
}

// These refuse kinds that do not fit the folder: a mistake of the program.
var (
	ErrChangedKey  = fault.New(fault.Internal, "store.changed_key", "a key has another type in the data folder")
	ErrChangedKind = fault.New(fault.Internal, "store.changed_kind", "a kind became large, or is large no longer")
)

func changedKey(kind, key string) error {
	return ErrChangedKey.Because(fmt.Errorf("kind %s, key %s", kind, key))
}

func moved(dir string) error {
	return fault.New(fault.Conflict, "store.migrated",
		"the data of %s was migrated to another store: start with that one, or run `portage migrate --undo`", dir).
		With(map[string]any{"folder": dir})
}
