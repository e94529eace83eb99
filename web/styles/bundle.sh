#!/bin/sh
# Puts all styles into one file: tokens, then base, then each component and page in the order of their paths.
# Trunk runs it before each build. A component's rules use its own class names, so their order does not matter.
set -eu
cd "$(dirname "$0")/.."
{
  cat styles/tokens.css styles/base.css
  find src -name '*.css' | LC_ALL=C sort | xargs cat
} > styles/app.css.new
# An unchanged file keeps its time, or `trunk serve` would build for ever.
if cmp -s styles/app.css.new styles/app.css; then
  rm styles/app.css.new
else
  mv styles/app.css.new styles/app.css
fi
