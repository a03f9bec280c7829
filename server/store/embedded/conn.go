package embedded

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"modernc.org/sqlite"
)

// conn is one SQLite connection with its prepared statements. It goes below
// database/sql, whose locking, conversions and goroutines cost as much as a
// small write. One goroutine at a time uses it.
type conn struct {
	c     driver.Conn
	stmts map[string]driver.Stmt
	args  []driver.NamedValue
}

// maxStmts bounds the statements a connection keeps; a full set is dropped and
// built anew, which only odd mixes of conditions ever reach.
const maxStmts = 300

var engine sqlite.Driver

func connect(path string, pragmas ...string) (*conn, error) {
	c, err := engine.Open(path)
	if err != nil {
		return nil, err
	}
	cn := &conn{c: c, stmts: map[string]driver.Stmt{}}
	if err := cn.set(pragmas); err != nil {
		return nil, errors.Join(err, cn.close())
	}
	return cn, nil
}

func (cn *conn) set(pragmas []string) error {
	for _, p := range pragmas {
		if err := cn.once("PRAGMA " + p); err != nil {
			return err
		}
	}
	return nil
}

func (cn *conn) prepare(text string) (driver.Stmt, error) {
	if st := cn.stmts[text]; st != nil {
		return st, nil
	}
	if len(cn.stmts) >= maxStmts {
		if err := cn.forget(); err != nil {
			return nil, err
		}
	}
	st, err := cn.c.Prepare(text)
	if err != nil {
		return nil, err
	}
	cn.stmts[text] = st
	return st, nil
}

func (cn *conn) forget() error {
	var errs []error
	for text, st := range cn.stmts {
		errs = append(errs, st.Close())
		delete(cn.stmts, text)
	}
	return errors.Join(errs...)
}

func (cn *conn) bind(args []any) []driver.NamedValue {
	cn.args = cn.args[:0]
	for i, a := range args {
		cn.args = append(cn.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return cn.args
}

// exec runs a prepared statement and returns how many rows it changed.
func (cn *conn) exec(text string, args ...any) (int64, error) {
	st, err := cn.prepare(text)
	if err != nil {
		return 0, err
	}
	res, err := st.(driver.StmtExecContext).ExecContext(context.Background(), cn.bind(args))
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// once runs a statement that will not come again.
func (cn *conn) once(text string) error {
	return cn.onceUntil(context.Background(), text)
}

// onceUntil is once for what takes long: it is broken off when ctx ends.
func (cn *conn) onceUntil(ctx context.Context, text string) error {
	st, err := cn.c.Prepare(text)
	if err != nil {
		return err
	}
	_, err = st.(driver.StmtExecContext).ExecContext(ctx, nil)
	return errors.Join(err, st.Close())
}

// query calls row for each row; the values are row's own only until it returns,
// except that strings and bytes may be kept.
func (cn *conn) query(text string, row func([]driver.Value) error, args ...any) error {
	st, err := cn.prepare(text)
	if err != nil {
		return err
	}
	rows, err := st.(driver.StmtQueryContext).QueryContext(context.Background(), cn.bind(args))
	if err != nil {
		return err
	}
	vals := make([]driver.Value, len(rows.Columns()))
	for {
		if err = rows.Next(vals); err != nil {
			break
		}
		if err = row(vals); err != nil {
			break
		}
	}
	closeErr := rows.Close()
	if errors.Is(err, io.EOF) {
		return closeErr
	}
	return err
}

// number reads one integer.
func (cn *conn) number(text string) (n int64, err error) {
	err = cn.query(text, func(v []driver.Value) error {
		var ok bool
		if n, ok = v[0].(int64); !ok {
			return fmt.Errorf("%s answered %T", text, v[0])
		}
		return nil
	})
	return n, err
}

func (cn *conn) close() error {
	return errors.Join(cn.forget(), cn.c.Close())
}
