using System.Text;

namespace NeuralNet.Text;

/// <summary>Builds a text from the code units of another one, each with the range of the source that it stands for.</summary>
internal sealed class AlignedTextBuilder(AlignedText source)
{
    /// <summary>The maximum length of a text: several normalizers of a hostile file may each double it.</summary>
    private const int MaxLength = 1 << 27;

    private readonly StringBuilder text = new(source.Text.Length);
    private readonly List<int>? starts = source.HasRanges ? new List<int>(source.Text.Length) : null;
    private readonly List<int>? ends = source.HasRanges ? new List<int>(source.Text.Length) : null;

    public int Length => text.Length;

    /// <summary>Appends a range of the source unchanged.</summary>
    public void AppendSource(int start, int end)
    {
        text.Append(source.Text, start, end - start);
        for (int i = start; starts is not null && i < end; i++)
            AddRange(source.OriginalOf(i, i + 1));
    }

    /// <summary>Appends a code unit that stands for a range of the source.</summary>
    public void Append(char value, int start, int end)
    {
        text.Append(value);
        if (starts is not null)
            AddRange(source.OriginalOf(start, end));
    }

    /// <summary>Appends code units that each stand for a range of the source.</summary>
    /// <exception cref="InvalidOperationException">The text becomes too long.</exception>
    public void Append(ReadOnlySpan<char> values, int start, int end)
    {
        if (text.Length > MaxLength - values.Length)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The normalizers of the tokenizer make more than {MaxLength} characters of the text."));
        text.Append(values);
        if (starts is null)
            return;
        TextRange range = source.OriginalOf(start, end);
        for (int i = 0; i < values.Length; i++)
            AddRange(range);
    }

    /// <summary>Returns the built text.</summary>
    public AlignedText Build() => starts is null
        ? source.WithoutRanges(text.ToString())
        : new AlignedText(text.ToString(), [.. starts], [.. ends!]) { IsFirst = source.IsFirst };

    private void AddRange(TextRange range)
    {
        starts!.Add(range.Start);
        ends!.Add(range.End);
    }
}
