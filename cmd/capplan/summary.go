package main

import (
	"fmt"
	"os"
)

// summaryVariable names the file that --summary appends to; GitHub sets it in each step of a job.
const summaryVariable = "GITHUB_STEP_SUMMARY"

// summaryPath stands for that file among the files to write. No file has this name.
const summaryPath = "\x00summary"

// checkSummary refuses --summary where nobody has said which file it is.
func (o *outputFlags) checkSummary() error {
	if o.summary && os.Getenv(summaryVariable) == "" {
		return usagef("--summary appends to the file that $%s names, and it is not set; -o FILE.md writes Markdown", summaryVariable)
	}
	return nil
}

// appendSummary adds Markdown to the end of the summary, and an empty line.
func appendSummary(body []byte) error {
	path := os.Getenv(summaryVariable)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = f.Write(append(body, '\n'))
		err = firstError(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("cannot append to %s: %w", path, unwrapPath(err))
	}
	return nil
}

// writableSummary is [writable] for it.
func writableSummary() error {
	if err := writable(os.Getenv(summaryVariable)); err != nil {
		return fmt.Errorf("cannot append to the summary: %w", err)
	}
	return nil
}
