#!/bin/sh
# Trains with verl's rep_exp recipe. To be run in the folder of verl-recipe.
# usage: sh FOLDER/train.sh [KEY=VALUE ...]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec python3 -u -m rep_exp.main_rep_exp --config-dir "$here" --config-name config \
  "explore_solutions.folder='$here'" "$@"
