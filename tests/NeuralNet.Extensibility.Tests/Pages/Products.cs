using NeuralNet;

// <page>
internal sealed class Products(int count) : Dataset
{
    public override long? Count => count;

    protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
    {
        var random = new RandomStream(pass.Seed + pass.Number);
        for (int i = 0; i < count; i++)
        {
            float a = 2 * random.NextSingle() - 1, b = 2 * random.NextSingle() - 1;
            yield return (new float[] { a, b }, new float[] { a * b });
        }
    }
}
// </page>
