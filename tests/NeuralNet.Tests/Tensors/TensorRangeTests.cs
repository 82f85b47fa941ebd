using MathNet.Numerics.LinearAlgebra;
using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that doubles beyond the range of float32 are refused with their index, and that those that are not finite are unchanged.
/// </summary>
public class TensorRangeTests
{
    private const double Huge = 1e39;

    [Fact]
    public void DoublesBeyondTheRangeAreRefused()
    {
        Refuses<ArgumentException>(() => _ = (Tensor)new[] { 1, Huge }, "Element [1]", "1E+39", "float32");
        Refuses<ArgumentException>(() => _ = (Tensor)new[] { 1, -Huge }, "Element [1]", "-1E+39");
        Refuses<ArgumentException>(() => _ = (Tensor)new[,] { { 1, 2 }, { Huge, 3 } }, "Element [1, 0]");
        Refuses<ArgumentException>(() => _ = (Tensor)new double[,,] { { { 1, 2 }, { 3, Huge } } }, "Element [0, 1, 1]");
        Refuses<ArgumentException>(() => _ = (Tensor)new double[,,,] { { { { Huge } } } }, "Element [0, 0, 0, 0]");
        Refuses<ArgumentException>(() => _ = (Tensor)new double[][] { [1, 2], [3, Huge] }, "Element [1, 1]");
        Refuses<ArgumentException>(() => _ = (Tensor)Matrix<double>.Build.Dense(2, 3, (row, column) => row == 1 && column == 2 ? Huge : 0), "Element [1, 2]");
        Refuses<ArgumentException>(() => _ = (Tensor)Vector<double>.Build.Dense(3, i => i == 2 ? Huge : 0), "Element [2]");
    }

    [Fact]
    public void OthersAreRoundedToTheNearest()
    {
        double[] values = [0.1, -1.0 / 3, 3.4028234663852886e38, 1e-50, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
            Math.PI, 16777217];
        float[] expected = Array.ConvertAll(values, value => (float)value);
        Assert.Equal(Bits.Of((Tensor)expected), Bits.Of((Tensor)values));
        Assert.Equal(Bits.Of((Tensor)expected), Bits.Of(((Tensor)new[] { values }).Reshape(values.Length)));
        Assert.Empty(((Tensor)Array.Empty<double>()).ToArray());
    }

    [Fact]
    public void NumbersOfRowsAreThoseThereAre()
    {
        Tensor empty = new([0, 2]), single = new([1, 2]);
        Refuses<ArgumentOutOfRangeException>(() => empty.Gather(0), "no rows");
        Refuses<ArgumentOutOfRangeException>(() => empty.Row(0), "no rows");
        Refuses<ArgumentOutOfRangeException>(() => single.Row(1), "has row 0.");
        Refuses<ArgumentOutOfRangeException>(() => _ = single[0, 2], "indices 0 to 1");
        Refuses<ArgumentNullException>(() => single.Gather(null!), "indices");
        Assert.Equal([2, 2], single.Gather([0, 0]).Shape);
        Assert.Equal([2, 2], single.Gather(0, 0).Shape);
    }

    [Fact]
    public void ALabelThatIsNaNIsNoClass() => Refuses<ArgumentException>(
        () => Split.TrainTest(4, 0.5, seed: 1, stratify: new float[] { 0, 1, float.NaN, 1 }), "row 2", "NaN");
}
