namespace NeuralNet.Text;

/// <summary>
/// Fills the table of an <see cref="Embedding"/> with given rows. A model's file has the table among its weights, so the initializer is
/// saved as <see cref="Zeros"/>: it would be another copy of the table, as text, and nothing reads it.
/// </summary>
internal sealed class WordVectorInitializer(float[] table) : Initializer
{
    protected override string ClassName => nameof(Zeros);

    protected override void Initialize(Span<float> values, Shape shape, RandomStream random) => table.CopyTo(values);

    protected override void WriteTo(Configuration configuration)
    {
    }
}
