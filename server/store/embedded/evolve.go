package embedded

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"github.com/portage-livraison/portage/server/store"
)

// evolve makes the tables and indexes of a file those of tables, in one
// transaction:
//
//   - a new kind gets its table;
//   - a new key gets a column, which reads "" or 0 in every document that is
//     there already, until it is next Put: who adds a key whose value can be
//     derived puts those documents again;
//   - indexes follow the declarations;
//   - a key or kind that is no longer declared keeps its data, unread.
//
// A key that changed its type is refused.
func evolve(cn *conn, tables []*table) (err error) {
	if _, err = cn.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err == nil {
			_, err = cn.exec("COMMIT")
		}
		if err != nil {
			_, _ = cn.exec("ROLLBACK") // SQLite may have done so already
		}
	}()
	if err = sign(cn); err != nil {
		return err
	}
	want := map[string]string{}
	for _, t := range tables {
		if err = t.evolve(cn); err != nil {
			return err
		}
		for _, index := range t.Indexes {
			name, text := t.index(index)
			want[name] = text
		}
	}
	return evolveIndexes(cn, want)
}

// sign marks the file as ours and of this format.
func sign(cn *conn) error {
	id, err := cn.number("PRAGMA application_id")
	if err != nil || id == appID {
		return err
	}
	return cn.set([]string{fmt.Sprintf("application_id = %d", appID), fmt.Sprintf("user_version = %d", format)})
}

func (t *table) evolve(cn *conn) error {
	have := map[string]string{}
	err := cn.query("SELECT name, type FROM pragma_table_info(?)", func(row []driver.Value) error {
		have[row[0].(string)] = row[1].(string)
		return nil
	}, strings.Trim(t.name(), `"`))
	if err != nil {
		return err
	}
	if len(have) == 0 {
		return cn.once(t.create())
	}
	for _, k := range t.Names {
		typ, def := columnType(t.Keys[k])
		switch was, ok := have[strings.Trim(column(k), `"`)]; {
		case !ok:
			if err := cn.once(fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s", t.name(), column(k), def)); err != nil {
				return err
			}
		case was != typ:
			return changedKey(t.Name, k)
		}
	}
	return nil
}

func (t *table) create() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (id TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL, t INTEGER NOT NULL", t.name())
	for _, k := range t.Names {
		_, def := columnType(t.Keys[k])
		fmt.Fprintf(&b, ", %s %s", column(k), def)
	}
	return b.String() + ", b BLOB)"
}

func columnType(k store.KeyType) (typ, def string) {
	if k == store.Int64 {
		return "INTEGER", "INTEGER NOT NULL DEFAULT 0"
	}
	return "TEXT", "TEXT NOT NULL DEFAULT ''"
}

// index names an index after what it holds, so that the same declaration is
// the same index in every version.
func (t *table) index(keys []string) (name, text string) {
	name = "i_" + t.Name + "__" + strings.Join(keys, "__")
	var cols strings.Builder
	for _, k := range keys {
		cols.WriteString(column(k) + ", ")
	}
	return name, fmt.Sprintf(`CREATE INDEX "%s" ON %s (%sid)`, name, t.name(), cols.String())
}

func evolveIndexes(cn *conn, want map[string]string) error {
	var have []string
	err := cn.query(`SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'i\_%' ESCAPE '\'`,
		func(row []driver.Value) error { have = append(have, row[0].(string)); return nil })
	if err != nil {
		return err
	}
	for _, name := range have {
		if _, ok := want[name]; !ok {
			if err := cn.once(fmt.Sprintf(`DROP INDEX "%s"`, name)); err != nil {
				return err
			}
		}
	}
	for name, text := range want {
		if !slices.Contains(have, name) {
			if err := cn.once(text); err != nil {
				return err
			}
		}
	}
	return nil
}
