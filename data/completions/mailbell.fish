# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of mailbell's command line for fish. The program itself knows its commands, options and
# settings: they are read from its help.

function __mailbell_ask
    LC_ALL=C.UTF-8 command mailbell $argv 2>/dev/null </dev/null
end

# The options that take a value.
function __mailbell_valued
    __mailbell_ask $argv --help | string match -rg '^ +(?:-[a-z], )?(--[a-z-]+)='
end

# The words before the one that is being completed, without options: the command and its arguments.
function __mailbell_arguments
    set -l words (commandline -opc)
    set -l command (string match --invert -- '-*' $words[2..-1])[1]
    set -l valued (__mailbell_valued $command)
    set -l previous
    for word in $words[2..-1]
        if not string match -q -- '-*' $word; and not contains -- "$previous" $valued
            echo $word
        end
        set previous $word
    end
end

function __mailbell_choices
    __mailbell_ask $argv[2..-1] --help |
        string match -rg -- "$argv[1]([A-Za-z]+(?:\|[A-Za-z]+)+)" | string split '|'
end

function __mailbell_settings
    __mailbell_ask set --help | string match -rg "^$argv[1]: (.*)\.\$" | string split ', '
end

function __mailbell_addresses
    __mailbell_ask list | string match -rg '^([^\t ]+@[^\t ]+)'
end

function __mailbell_words
    set -l arguments (__mailbell_arguments)
    set -l previous (commandline -opc)[-1]
    if contains -- $previous (__mailbell_valued $arguments[1])
        __mailbell_choices "$previous=" $arguments[1]
        return
    end
    switch "$arguments[1],"(count $arguments)
        case ',0'
            __mailbell_ask --help | string match -rg '^  mailbell ([a-z][a-z-]*)'
        case 'autostart,1'
            __mailbell_choices '\[' autostart
        case 'remove,1' 'check,1' 'sign-in,1' 'run,1' 'history,1'
            __mailbell_addresses
        case 'set,1'
            __mailbell_addresses
            __mailbell_settings General
        case 'set,2'
            string match -q '*@*' -- $arguments[2]; and __mailbell_settings 'Of an account'
    end
end

# "--name=" for an option that takes a value, with its words if there are any.
function __mailbell_options
    set -l command (__mailbell_arguments)[1]
    set -l current (commandline -ct)
    set -l option (string match -rg '^(--[a-z-]+=)' -- $current)
    if test -n "$option"
        printf '%s\n' $option(__mailbell_choices $option $command)
    else
        __mailbell_ask $command --help | string match -rg '^ +(?:-[a-z], )?(--[a-z-]+=?)'
    end
end

complete -c mailbell -f
complete -c mailbell -n "not string match -q -- '-*' (commandline -ct)" -a '(__mailbell_words)'
complete -c mailbell -n "string match -q -- '-*' (commandline -ct)" -a '(__mailbell_options)'
