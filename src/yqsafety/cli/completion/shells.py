"""The script of each shell: it hands the line over and offers the candidates that come back.

The line up to the cursor stands in YQSAFETY_LINE. Each line of the answer is a value, a tab and a
help text; an empty line asks for file names. A script must never evaluate anything of the answer,
since names come from data files that may be someone else's. The scripts are ASCII only, so that
they come whole through a console of any encoding.
"""

BASH = r"""
_yqsafety() {
    local line=${COMP_LINE:0:COMP_POINT} value help kept= values=() shown=()
    # Bash breaks words at @ and =; what stands before the break must not be inserted again.
    local word=${line##*[[:space:]]}
    local head=${word%"$2"}
    while IFS=$'\t' read -r value help; do
        if [[ -z $value ]]; then compopt -o default; return; fi
        value=${value#"$head"}
        [[ $value == "$2"* ]] || kept=$2
        values+=("$value")
        shown+=("$value${help:+  ($help)}")
    done < <(YQSAFETY_LINE=$line "$1" completion bash 2>/dev/null)
    # One candidate takes the place of the word; several are listed, with help unless a menu
    # inserts them, and letters typed for a Chinese name stay while they fit several.
    if ((${#values[@]} < 2 || COMP_TYPE == 37 || COMP_TYPE == 42)); then
        COMPREPLY=("${values[@]}")
    else
        COMPREPLY=("${shown[@]}" ${kept:+"$kept"})
    fi
}
complete -o nosort -F _yqsafety yqsafety 2>/dev/null || complete -F _yqsafety yqsafety
"""

ZSH = r"""
#compdef yqsafety
_yqsafety() {
    local line="${(j: :)words[1,CURRENT-1]} $PREFIX" value help
    local -a values shown
    while IFS=$'\t' read -r value help; do
        if [[ -z $value ]]; then _files; return; fi
        # Letters typed for a Chinese name: choose from a menu, their common beginning is no help.
        [[ $value == "$PREFIX"* ]] || compstate[insert]=menu
        values+=("$value")
        shown+=("$value${help:+  -- $help}")
    done < <(YQSAFETY_LINE=$line $words[1] completion zsh 2>/dev/null)
    compadd -U -V yqsafety -l -d shown -a values
}
(( $+functions[compdef] )) || { autoload -Uz compinit; compinit }
compdef _yqsafety yqsafety
"""

FISH = r"""
function __yqsafety
    set -l program (commandline -opc)[1]
    set -lx YQSAFETY_LINE (commandline -cp | string collect)
    set -l lines ($program completion fish 2>/dev/null)
    if test "$lines" = "" -a (count $lines) -eq 1
        __fish_complete_path (commandline -ct)
    else
        string join \n -- $lines
    end
end
complete -c yqsafety -f -k -a '(__yqsafety)'
"""

POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName yqsafety -ScriptBlock {
    param($word, $ast, $cursor)
    $length = $cursor - $ast.Extent.StartOffset
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $env:YQSAFETY_LINE = $ast.ToString().PadRight($length).Substring(0, $length)
        $lines = & $ast.GetCommandName() completion powershell 2>$null
        foreach ($line in $lines | Where-Object { $_ }) {
            $value, $help = $line -split "`t", 2
            $shown = "$value $help".Trim()
            [System.Management.Automation.CompletionResult]::new(
                $value, $shown, 'ParameterValue', $shown)
        }
    } finally {
        Remove-Item Env:YQSAFETY_LINE -ErrorAction SilentlyContinue
        [Console]::OutputEncoding = $encoding
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
