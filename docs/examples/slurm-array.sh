#!/bin/sh
# An array of 8 tasks, each of which computes a shard, in the folder that has sweep.toml: sbatch slurm-array.sh
# A task that was preempted goes on where it was. When all have ended, join the shards: capplan sweep merge part-*.csv -o sweep.csv
#SBATCH --job-name=capplan-sweep
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=256M
#SBATCH --time=00:30:00
#SBATCH --requeue
set -eu
capplan sweep sweep.toml --shard auto --workers "$SLURM_CPUS_PER_TASK" --resume -o "part-$SLURM_ARRAY_TASK_ID.csv"
