# Prints what zsh offers: drive.zsh SCRIPT LINE. Completion works on a terminal alone, so it gets one.
zmodload zsh/zpty
found=$(mktemp)
zpty shell zsh -f -i
send() { zpty -w shell "$1" }
send "PROMPT= RPROMPT=; unsetopt zle_bracketed_paste; setopt no_beep; autoload -Uz compinit; compinit -u -d ${(q)1:h}/zcompdump; source ${(q)1}"
send "_driven() { zle complete-word; print -r -- '==' >>$found }; zle -N _driven; bindkey '^I' _driven"
send "compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd \"\$@\"; return; fi
  local -a words
  builtin compadd -O words \"\$@\"
  if (( \$#words )); then print -rl -- \$words >>$found; fi
  builtin compadd \"\$@\"
}"
send "print -r -- READY"
while zpty -r shell line; do [[ $line == *READY* && $line != *print* ]] && break; done
zpty -w -n shell "$2"$'\t'
integer tries=0
until grep -q '^==$' $found || (( tries++ > 200 )); do sleep 0.02; done
grep -v '^==$' $found
zpty -d shell
rm -f $found
