namespace NeuralNet.Data;

/// <summary>Collects texts.</summary>
internal sealed class TextBuilder(string name) : ValueColumnBuilder<string?>(name, ColumnType.Text, null)
{
    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        Append(text.ToString());
        return true;
    }
}
