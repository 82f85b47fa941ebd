namespace NeuralNet.Data;

/// <summary>The texts that stand for a missing value.</summary>
internal sealed class MissingMarkers
{
    private readonly HashSet<string> markers;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int maxLength;

    public MissingMarkers(IReadOnlyList<string> markers, char decimalSeparator)
    {
        this.markers = new HashSet<string>(markers, StringComparer.Ordinal);
        lookup = this.markers.GetAlternateLookup<ReadOnlySpan<char>>();
        maxLength = markers.Count == 0 ? -1 : markers.Max(marker => marker.Length);
        var numbers = new Float64Builder("", decimalSeparator);
        HasNumbers = markers.Any(marker => numbers.TryAppend(marker));
    }

    /// <summary>Gets a value indicating whether a marker, such as -999, is a number too.</summary>
    public bool HasNumbers { get; }

    public bool Contains(ReadOnlySpan<char> text) => text.Length <= maxLength && lookup.Contains(text);
}
