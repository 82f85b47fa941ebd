namespace NeuralNet.Data;

/// <summary>The texts that stand for a missing value.</summary>
internal sealed class MissingMarkers
{
    private readonly HashSet<string> markers;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int maxLength;

    public MissingMarkers(IReadOnlyList<string> markers)
    {
        this.markers = new HashSet<string>(markers, StringComparer.Ordinal);
        lookup = this.markers.GetAlternateLookup<ReadOnlySpan<char>>();
        maxLength = markers.Count == 0 ? -1 : markers.Max(marker => marker.Length);
    }

    /// <summary>Returns whether a marker, such as -999 or 1900-01-01, is a value of a builder too.</summary>
    public bool AnyIsTakenBy(ColumnBuilder builder) => markers.Any(marker => builder.TryAppend(marker));

    public bool Contains(ReadOnlySpan<char> text) => text.Length <= maxLength && lookup.Contains(text);
}
