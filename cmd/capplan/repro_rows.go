package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/capplan/capplan/internal/rows"
)

// readParquetClaim reads the Parquet of a sweep, or of a shard of one: its figures are a checksum a column.
func readParquetClaim(data []byte) (*claimed, error) {
	content, err := rows.ParquetContent(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("it %w", err)
	}
	c, err := sweepClaim(kindParquet, content.Manifest)
	if err != nil {
		return nil, err
	}
	c.format = rows.Parquet
	c.figures = append(c.figures, figureClaim{place: "rows in the file", value: commas(content.Rows)})
	for _, x := range content.Columns {
		c.figures = append(c.figures, figureClaim{place: "column " + x.Name + ", checksum", value: x.CRC32C})
	}
	return c, nil
}

// readManifestClaim reads the manifest of a shard in text: its figures are the length and the checksum of the file that lies beside it.
func readManifestClaim(m *rows.Manifest) (*claimed, error) {
	c, err := sweepClaim(kindManifest, m)
	switch {
	case err != nil:
		return nil, err
	case !m.Format.Lines() || m.CRC32C == "":
		return nil, errors.New("it is the manifest of a sweep that is not finished")
	}
	c.format = m.Format
	c.figures = append(c.figures, figureClaim{place: "bytes", value: commas(int(m.Bytes))}, figureClaim{place: "checksum of all bytes", value: m.CRC32C})
	return c, nil
}

// sweepClaim is what a manifest says.
func sweepClaim(kind string, m *rows.Manifest) (*claimed, error) {
	c := &claimed{kind: kind}
	var compact bytes.Buffer
	if err := json.Compact(&compact, m.Question); len(m.Question) > 0 && err != nil {
		return nil, fmt.Errorf("its question cannot be read: %w", err)
	}
	c.Recipe, c.InputHash = compact.String(), m.Recipe
	if len(m.Sweep) > 0 {
		c.Software = m.Sweep[0]
	}
	first, last := m.Range()
	c.figures = []figureClaim{{place: "rows of the sweep", value: commas(m.Rows)}, {place: "rows here", value: commas(first) + " to " + commas(last)}}
	if m.Shards > 0 {
		c.shard = fmt.Sprintf("%d/%d", m.Shard, m.Shards)
	}
	return c, nil
}

// pieceClaim is what the manifest of a shard would say now, of which these are the bytes.
func pieceClaim(m *rows.Manifest, format rows.Format, body []byte) (*claimed, error) {
	if m == nil {
		return nil, errors.New("the question gives no rows any more")
	}
	var sum rows.Sum
	sum.Add(body)
	sealed := m.Seal(sum)
	sealed.Format = format
	return readManifestClaim(sealed)
}
