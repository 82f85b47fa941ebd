namespace NeuralNet;

/// <summary>A number of things in a message: <c>1 row</c>, <c>2 rows</c>, <c>0 batches</c>.</summary>
internal static class Counted
{
    public static string Of(long count, string what) => FormattableString.Invariant($"{count} {(count == 1 ? what : Plural(what))}");

    private static string Plural(string what) => what switch
    {
        "axis" => "axes",
        "index" => "indices",
        "boundary" => "boundaries",
        _ => what.EndsWith("ch", StringComparison.Ordinal) ? what + "es" : what + "s",
    };
}
