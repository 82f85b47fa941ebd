namespace NeuralNet.Text;

/// <summary>A range of a text, from the index of the first code unit to the one behind the last.</summary>
internal readonly record struct TextRange(int Start, int End)
{
    public int Length => End - Start;
}
