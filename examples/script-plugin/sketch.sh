#!/bin/sh
# Draws circles as PPM pictures: sketch.sh [--size N] [--hollow] [--comments TEXT...] -- DIRECTORY FRAMES
# with FRAMES such as 7, 1-10 or 1-9x2. INK is red, green or blue.
set -eu

size=64
hollow=0
comments=
while [ "$1" != -- ]; do
  case $1 in
    --size) size=$2; shift ;;
    --hollow) hollow=1 ;;
    --comments) ;;
    *) comments="$comments# $1
" ;;
  esac
  shift
done
directory=$2
frames=$3

if ! mkdir -p "$directory"; then
  echo "cannot make the directory $directory"
  exit 1
fi

# The frames, one a line: 1-9x2 is a range with a step; several ranges are separated by commas.
numbers=$(echo "$frames" | tr , '\n' | awk -F'[-x]' '
  { last = NF > 1 ? $2 : $1; step = NF > 2 ? $3 : 1; for (f = $1; f <= last; f += step) print f }')
all=$(echo "$numbers" | wc -l)
done=0
for frame in $numbers; do
  name=$(printf 'sketch.%04d.ppm' "$frame")
  temporary="$directory/.$name.$$"
  # The raw form of PPM, all of whose bytes are ASCII here: the strongest colour is 126, a tilde.
  LC_ALL=C awk -v size="$size" -v frame="$frame" -v ink="${INK:-blue}" -v hollow="$hollow" -v comments="$comments" '
    BEGIN {
      printf "P6\n%s%d %d\n126\n", comments, size, size
      on = ink == "red" ? "~  " : ink == "green" ? " ~ " : "  ~"
      cx = size / 2 + (frame % 8) - 4; cy = size / 2; r = size / 3
      for (y = 0; y < size; y++) {
        for (x = 0; x < size; x++) {
          d = sqrt((x - cx) ^ 2 + (y - cy) ^ 2)
          printf "%s", (d <= r && (!hollow || d > r - 2)) ? on : "~~~"
        }
      }
    }' > "$temporary"
  mv "$temporary" "$directory/$name"
  done=$((done + 1))
  echo "file: $name"
  echo "drew $done of $all"
done
