using NeuralNet;

/// <summary>A data set of a file of single-precision numbers, row by row: the inputs, then one target.</summary>
internal sealed class BinaryRows(string path, int inputs) : Dataset
{
    public override long? Count => new FileInfo(path).Length / (sizeof(float) * (inputs + 1));

    public override string ToString() => $"rows of {Path.GetFileName(path)}";

    protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            float[] row = new float[inputs + 1];
            for (int i = 0; i < row.Length; i++)
                row[i] = reader.ReadSingle();
            yield return (row[..inputs], row[inputs..]);
        }
    }
}
