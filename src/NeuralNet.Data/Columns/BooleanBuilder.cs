namespace NeuralNet.Data;

/// <summary>Collects the values true and false, in letters of any case.</summary>
internal sealed class BooleanBuilder(string name) : ValueColumnBuilder<bool>(name, ColumnType.Boolean, false)
{
    public override string Expected => "true or false";

    public override bool TryAppend(ReadOnlySpan<char> text)
    {
        if (!bool.TryParse(text, out bool value))
            return false;
        Append(value);
        return true;
    }

    public override bool TryAppend(bool value)
    {
        Append(value);
        return true;
    }
}
