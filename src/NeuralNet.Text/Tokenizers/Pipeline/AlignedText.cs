namespace NeuralNet.Text;

/// <summary>
/// A text that was made of another one, and for each code unit the range of the original text that it stands for. A text whose ranges
/// nobody asks for keeps none.
/// </summary>
internal sealed class AlignedText
{
    private readonly int[]? starts;
    private readonly int[]? ends;

    /// <summary>The index of the first code unit in the original text, if the text is a part of it.</summary>
    private readonly int offset;

    private AlignedText(string text, bool hasRanges, int offset) => (Text, HasRanges, this.offset) = (text, hasRanges, offset);

    /// <summary>Creates a text of which each code unit has the given range of the original text.</summary>
    public AlignedText(string text, int[] starts, int[] ends)
        : this(text, hasRanges: true, offset: 0) => (this.starts, this.ends) = (starts, ends);

    public string Text { get; }

    public bool HasRanges { get; }

    /// <summary>Gets a value indicating whether the text begins where the original text does.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>Creates the original text.</summary>
    public static AlignedText Of(string text, bool hasRanges) => new(text, hasRanges, offset: 0);

    /// <summary>Creates a text without ranges.</summary>
    public AlignedText WithoutRanges(string text) => new(text, hasRanges: false, offset: 0) { IsFirst = IsFirst };

    /// <summary>Returns the range of the original text that a range of this text stands for.</summary>
    public TextRange OriginalOf(int start, int end)
    {
        if (!HasRanges || start == end)
            return default;
        return starts is null
            ? new TextRange(offset + start, offset + end)
            : new TextRange(starts[start], Math.Max(starts[start], ends![end - 1]));
    }

    public AlignedText Slice(int start, int end)
    {
        if (start == 0 && end == Text.Length)
            return this;
        string part = Text[start..end];
        bool isFirst = IsFirst && start == 0;
        return starts is null
            ? new AlignedText(part, HasRanges, offset + start) { IsFirst = isFirst }
            : new AlignedText(part, starts[start..end], ends![start..end]) { IsFirst = isFirst };
    }
}
