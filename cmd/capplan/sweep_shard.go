package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/report"
	"github.com/capplan/capplan/internal/rows"
)

// part is the manifest of the shard that is asked for, or of the whole.
func (c *sweeping) part(m *rows.Manifest, targets []sweepTarget) (*rows.Manifest, error) {
	if c.shard == "" {
		if c.shards != 0 {
			return nil, usagef("--shards goes with --shard auto; --shard says it itself, as 2/8")
		}
		return m, nil
	}
	i, n, err := c.shardNumber()
	if err != nil {
		return nil, err
	}
	_, kept := c.out.(fileKeeper)
	for _, t := range targets {
		switch {
		case !rows.Format(t.format).Divisible():
			return nil, usagef("--shard %s: %s cannot be put together again; shards are .csv, .tsv, .jsonl or .parquet", c.shard, formatName(t.format))
		case kept: // nothing reaches the disk
		case t.path == "" || !isRegular(t.path):
			return nil, usagef("--shard %s: a shard is a file, with what is needed to check it; name one, such as -o part-%d.csv", c.shard, i)
		}
	}
	return m.Part(i, n), nil
}

func formatName(f report.Format) string {
	if isText(f) {
		return article(f)
	}
	return "JSON"
}

// isRegular reports whether a path is a file, or can become one.
func isRegular(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// The environment of jobs that come in numbers. Kubernetes counts from 0 and does not say how many there are; Slurm counts as it is told.
const (
	kubernetesIndex = "JOB_COMPLETION_INDEX"
	slurmIndex      = "SLURM_ARRAY_TASK_ID"
	slurmCount      = "SLURM_ARRAY_TASK_COUNT"
	slurmLast       = "SLURM_ARRAY_TASK_MAX"
)

// shardNumber reads --shard: which part, of how many.
func (c *sweeping) shardNumber() (i, n int, err error) {
	if c.shard == "auto" {
		return c.jobNumber(os.Getenv)
	}
	if c.shards != 0 {
		return 0, 0, usagef("--shards goes with --shard auto; --shard %s says it itself", c.shard)
	}
	a, b, ok := strings.Cut(c.shard, "/")
	i, errI := strconv.Atoi(a)
	n, errN := strconv.Atoi(b)
	if !ok || errI != nil || errN != nil {
		return 0, 0, usagef("--shard %q: I/N is wanted, such as 2/8, or auto", c.shard)
	}
	return i, n, inShards("--shard "+c.shard, i, n)
}

func inShards(what string, i, n int) error {
	if n < 1 || i < 1 || i > n {
		return usagef("%s: shards are numbered from 1 to how many there are, such as 1/8 to 8/8", what)
	}
	return nil
}

// jobNumber takes the number of the shard from the job that this is.
func (c *sweeping) jobNumber(env func(string) string) (i, n int, err error) {
	k8s, slurm := env(kubernetesIndex), env(slurmIndex)
	if k8s != "" && slurm != "" {
		return 0, 0, usagef("--shard auto: both %s and %s are set; which is it? write --shard I/N", kubernetesIndex, slurmIndex)
	}
	number := func(name string) (int, error) {
		x, err := strconv.Atoi(env(name))
		switch {
		case env(name) == "": // the job's own number is there, or nobody asked
			return 0, usagef("--shard auto: %s is set and %s is not, so it is not known of how many shards this is one; say it with --shards, or write --shard I/N", slurmIndex, name)
		case err != nil:
			return 0, usagef("--shard auto: %s is %q, which is no number; write --shard I/N", name, env(name))
		}
		return x, nil
	}
	switch {
	case k8s != "":
		if i, err = number(kubernetesIndex); err != nil {
			return 0, 0, err
		}
		if c.shards == 0 {
			return 0, 0, usagef("--shard auto: of how many? Kubernetes does not say; give --shards, the completions of the job")
		}
		return i + 1, c.shards, inShards(fmt.Sprintf("--shard auto: %s is %d and --shards %d", kubernetesIndex, i, c.shards), i+1, c.shards)
	case slurm == "":
		return 0, 0, usagef("--shard auto: neither %s nor %s is set; write --shard I/N", kubernetesIndex, slurmIndex)
	}
	if i, err = number(slurmIndex); err != nil {
		return 0, 0, err
	}
	n = c.shards
	if n == 0 {
		last := 0
		if n, err = number(slurmCount); err != nil {
			return 0, 0, err
		}
		if last, err = number(slurmLast); err != nil {
			return 0, 0, err
		}
		if last != n { // a part of an array that is run again has another count
			return 0, 0, usagef("--shard auto: the array has %d tasks up to number %d; number them from 1 (--array=1-%d), or say of how many shards with --shards", n, last, n)
		}
	}
	return i, n, inShards(fmt.Sprintf("--shard auto: %s is %d of %d", slurmIndex, i, n), i, n)
}
