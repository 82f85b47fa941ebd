namespace NeuralNet;

/// <summary>A number of things in a message: <c>1 row</c>, <c>2 rows</c>, <c>0 batches</c>.</summary>
internal static class Counted
{
    public static string Of(long count, string what) => FormattableString.Invariant($"{count} {(count == 1 ? what : Plural(what))}");

    /// <summary>The numbers of things counted from 0: <c>no rows</c>, <c>row 0</c>, <c>rows 0 to 4</c>.</summary>
    public static string Numbers(long count, string what) => count switch
    {
        0 => $"no {Plural(what)}",
        1 => $"{what} 0",
        _ => FormattableString.Invariant($"{Plural(what)} 0 to {count - 1}"),
    };

    private static string Plural(string what) => what switch
    {
        "axis" => "axes",
        "index" => "indices",
        "boundary" => "boundaries",
        _ => what.EndsWith("ch", StringComparison.Ordinal) ? what + "es" : what + "s",
    };
}
