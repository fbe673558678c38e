# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of mailbell's command line for bash. The program itself knows its commands, options and
# settings: they are read from its help.

_mailbell_ask () {
  LC_ALL=C.UTF-8 command "$@" 2>/dev/null </dev/null
}

# "--name=" for an option that takes a value, "--json" for one that does not.
_mailbell_options () {
  _mailbell_ask "$@" --help | sed -nE 's/^ +(-[a-z], )?(--[a-z-]+)(=?).*/\2\3/p'
}

# The words of "--security=tls|starttls|none" and of "[on|off]".
_mailbell_choices () { # PATTERN PROGRAM COMMAND
  _mailbell_ask "$2" "$3" --help | sed -nE "s/^.*$1([A-Za-z]+(\|[A-Za-z]+)+).*/\1/p" | tr '|' '\n'
}

_mailbell_settings () { # LINE PROGRAM
  _mailbell_ask "$2" set --help | sed -nE "s/^$1: (.*)\.$/\1/p" | sed 's/, /\n/g'
}

_mailbell_addresses () { # PROGRAM
  _mailbell_ask "$1" list | cut -f1 | grep -x '[^ ]*@[^ ]*'
}

_mailbell_words () { # PROGRAM COMMAND POSITION FIRST-ARGUMENT
  case $2,$3 in
    ,*) _mailbell_ask "$1" --help | sed -nE 's/^  mailbell ([a-z][a-z-]*).*/\1/p' | uniq ;;
    autostart,1) _mailbell_choices '\[' "$1" "$2" ;;
    remove,1 | check,1 | sign-in,1 | run,1 | history,1) _mailbell_addresses "$1" ;;
    set,1)
      _mailbell_addresses "$1"
      _mailbell_settings General "$1"
      ;;
    set,2) case $4 in *@*) _mailbell_settings 'Of an account' "$1" ;; esac ;;
  esac
}

_mailbell () {
  local current=$2 previous=$3 command='' first='' options position=0 i words

  # Readline takes "=" for a word.
  [ "$current" != = ] || current=
  [ "$previous" != = ] || previous=${COMP_WORDS[COMP_CWORD - 2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in -*) continue ;; esac
    command=${COMP_WORDS[i]}
    break
  done
  options=$'\n'$(_mailbell_options "$1" $command)$'\n'

  for ((i += 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -* | = | '') continue ;;
    esac
    case ${COMP_WORDS[i - 1]},$options in
      =,* | --*,*$'\n'"${COMP_WORDS[i - 1]}="$'\n'*) continue ;; # the value of an option
    esac
    position=$((position + 1))
    [ "$position" != 1 ] || first=${COMP_WORDS[i]}
  done

  case $current,$previous,$options in
    -*) words=$options ;;
    *,--*,*$'\n'"$previous="$'\n'*) words=$(_mailbell_choices "$previous=" "$1" "$command") ;;
    *) words=$(_mailbell_words "$1" "$command" $((position + 1)) "$first") ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case ${COMPREPLY[0]-} in *=) compopt -o nospace 2>/dev/null ;; esac
}

complete -F _mailbell mailbell
