using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NeuralNet.Tests;

public class TensorTests
{
    [Fact]
    public void ArraysConvertByCopy()
    {
        float[] source = [1, 2, 3];
        Tensor tensor = source;
        source[0] = 9;
        Assert.Equal([1, 2, 3], tensor.ToArray());
        Assert.Equal([3], tensor.Shape);
        float[,] matrix = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        Check([3, 2], [1, 2, 3, 4, 5, 6], matrix);
        Check([3, 2], [1, 2, 3, 4, 5, 6], new float[][] { [1, 2], [3, 4], [5, 6] });
        Check([2, 2], [1, 2, 3, 0.1f], new double[,] { { 1, 2 }, { 3, 0.1 } });
        Check([2, 2], [1, 2, 3, 0.1f], new double[][] { [1, 2], [3, 0.1] });
        Check([2], [0.1f, 2], new double[] { 0.1, 2 });
        Check([3], [7, 8, 9], new[] { 7, 8, 9 });
        Check([2, 3], [1, 2, 3, 4, 5, -6], new[,] { { 1, 2, 3 }, { 4, 5, -6 } });
        Check([2, 3], [1, 2, 3, 4, 5, -6], new int[][] { [1, 2, 3], [4, 5, -6] });
        Check([0, 3], [], new float[0, 3]);
        Check([0, 0], [], Array.Empty<float[]>());
    }

    [Fact]
    public void ArraysOfThreeAndFourAxesConvertRowMajor()
    {
        float[,,] images = { { { 1, 2 }, { 3, 4 }, { 5, 6 } }, { { 7, 8 }, { 9, 10 }, { 11, 12 } } };
        Check([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], images);
        Check([1, 2, 1, 3], [1, 2, 3, 4, 5, 6], new float[,,,] { { { { 1, 2, 3 } }, { { 4, 5, 6 } } } });
        Check([2, 1, 2], [1, 2, 3, 0.1f], new double[,,] { { { 1, 2 } }, { { 3, 0.1 } } });
        Check([1, 2, 2, 1], [1, 2, 3, 0.1f], new double[,,,] { { { { 1 }, { 2 } }, { { 3 }, { 0.1 } } } });
        Check([2, 0, 3], [], new float[2, 0, 3]);
        Tensor tensor = images;
        Assert.Equal(images[1, 0, 1], tensor[1, 0, 1]);
        images[1, 0, 1] = 99;
        Assert.Equal(8, tensor[1, 0, 1]);
        Assert.Equal([2, 6], new Sequential([3, 2]).Flatten().Predict(images).Shape);
    }

    [Fact]
    public void MathNetConvertsBothWays()
    {
        Matrix<float> matrix = Matrix<float>.Build.DenseOfArray(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Check([2, 3], [1, 2, 3, 4, 5, 6], matrix);
        Check([2, 3], [1, 2, 3, 4, 5, 6], matrix.ToDouble());
        Check([3], [4, 5, 6], matrix.Row(1));
        Check([3], [4, 5, 6], matrix.ToDouble().Row(1));
        Check([2, 3], [1, 0, 0, 0, 1, 0], Matrix<float>.Build.SparseIdentity(2, 3));
        Assert.Equal(matrix, ((Tensor)matrix).ToMatrix());
        Assert.Contains(
            "(3,)", Assert.Throws<InvalidOperationException>(() => ((Tensor)new float[3]).ToMatrix()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfDifferentLengthAndNullRowsAreRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => (Tensor)new float[][] { [1, 2], [3] });
        Assert.Contains("Row 1 has 1 value where row 0 has 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Row 1 is null", Assert.Throws<ArgumentException>(() => (Tensor)new double[][] { [1], null! }).Message,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// 2²⁴ + 1 is the first whole number that float32 cannot hold; some larger ones are exact. int.MaxValue rounds to 2³¹.
    /// </summary>
    [Fact]
    public void IntegersThatFloat32CannotHoldAreRefused()
    {
        Check([4], [16777216, -16777216, 16777218, int.MinValue], new[] { 16777216, -16777216, 16777218, int.MinValue });
        Says<ArgumentException>(() => (Tensor)new[] { 1, 16777217 }, "Element [1] is 16777217");
        Says<ArgumentException>(() => (Tensor)new[] { int.MaxValue }, "Element [0] is 2147483647");
        Says<ArgumentException>(() => (Tensor)new[,] { { 1, 2 }, { 3, 4 }, { -16777217, 6 } }, "Element [2, 0] is -16777217", "float32");
        Says<ArgumentException>(() => (Tensor)new int[][] { [1, 2], [3, 33554433] }, "Element [1, 1] is 33554433");
        Says<ArgumentException>(() => (Tensor)new int[][] { [1, 2], [3] }, "Row 1 has 1 value where row 0 has 2");
        Says<ArgumentException>(() => (Tensor)new int[][] { [1, 2], null! }, "Row 1 is null");
    }

    /// <summary>A null converts to a null tensor, so that the called method names its missing argument.</summary>
    [Fact]
    public void NullIsNoTensor()
    {
        Assert.Null((Tensor?)(float[]?)null);
        Assert.Null((Tensor?)(double[]?)null);
        Assert.Null((Tensor?)(int[]?)null);
        Assert.Null((Tensor?)(int[,]?)null);
        Assert.Null((Tensor?)(int[][]?)null);
        Assert.Null((Tensor?)(float[,]?)null);
        Assert.Null((Tensor?)(double[,]?)null);
        Assert.Null((Tensor?)(float[,,]?)null);
        Assert.Null((Tensor?)(double[,,]?)null);
        Assert.Null((Tensor?)(float[,,,]?)null);
        Assert.Null((Tensor?)(double[,,,]?)null);
        Assert.Null((Tensor?)(float[][]?)null);
        Assert.Null((Tensor?)(double[][]?)null);
        Assert.Null((Tensor?)(Matrix<float>?)null);
        Assert.Null((Tensor?)(Matrix<double>?)null);
        Assert.Null((Tensor?)(Vector<float>?)null);
        Assert.Null((Tensor?)(Vector<double>?)null);
        Assert.Null((Shape?)(int[]?)null);
    }

    /// <summary>The message describes the shape and names no argument, because a conversion has none.</summary>
    [Fact]
    public void AShapeThatNoArrayCanHaveIsNamedItself()
    {
        Action[] tooLarge =
        [
            () => _ = new Tensor([100_000, 100_000]), () => _ = new Sequential([100_000, 100_000]),
            () => new Sequential(100_000).Dense(100_000), () => _ = new Shape(100_000, 100_000),
        ];
        Assert.All(tooLarge, make =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(make);
            Assert.Contains("(100000, 100000) has more elements than one tensor can hold", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("sizes'", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void IndicesAreRowMajorAndChecked()
    {
        var tensor = new Tensor([2, 3, 4]) { [1, 2, 3] = 5 };
        Assert.Equal(5, tensor.AsSpan()[23]);
        Assert.Equal(5, tensor[1, 2, 3]);
        Tensor matrix = new float[,] { { 1, 2 }, { 3, 4 } };
        Assert.Equal(3, matrix[1, 0]);
        Assert.Equal([3, 4], matrix.Row(1).ToArray());
        matrix.Row(1)[0] = 7;
        Assert.Equal(7, matrix[1, 0]);
        Says<ArgumentOutOfRangeException>(() => matrix[1, 2], "Axis 1", "(2, 2)", "0 to 1");
        Says<ArgumentOutOfRangeException>(() => matrix[-1, 0], "Axis 0");
        Says<ArgumentException>(() => matrix[0], "2 indices", "1");
        Says<ArgumentOutOfRangeException>(() => matrix.Row(2).Length, "(2, 2)", "0 to 1");
    }

    [Fact]
    public void ReshapeSharesAndCloneDoesNot()
    {
        Tensor tensor = new float[] { 1, 2, 3, 4 };
        Tensor view = tensor.Reshape([2, 2]), copy = tensor.Clone();
        view[1, 1] = 9;
        Assert.Equal(9, tensor[3]);
        Assert.Equal(4, copy[3]);
        Says<ArgumentException>(() => tensor.Reshape([3]), "(4,)", "(3,)");
        Says<ArgumentException>(() => new Tensor([2, 2], [1, 2, 3]), "(2, 2)", "4", "3");
    }

    [Fact]
    public void ShapesKnowTheirAxes()
    {
        Shape shape = [2, 3, 1];
        Assert.Equal((3, 6, 2, 1), (shape.Rank, shape.Size, shape[0], shape[^1]));
        Assert.Equal(3, shape[^2]);
        Assert.Equal("(2, 3, 1)", shape.ToString());
        Assert.Equal("(5,)", ((Shape)5).ToString());
        Assert.Equal("()", new Shape().ToString());
        Assert.Equal(shape, (Shape)new[] { 2, 3, 1 });
        Assert.Equal(shape.GetHashCode(), new Shape(2, 3, 1).GetHashCode());
        Assert.NotEqual(shape, [2, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -1));
        Says<ArgumentOutOfRangeException>(() => new Shape(100_000, 100_000), "(100000, 100000)");
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void TextIsTheSameInEveryCulture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Tensor tensor = new float[,] { { 1.5f, -2 }, { 1234.5f, 1e-10f } };
            Assert.Equal("Tensor (2, 2) [[1.5, -2],\n               [1234.5, 1E-10]]", tensor.ToString());
            Assert.Equal("Tensor (3,) [1, 2, 3]", ((Tensor)new float[] { 1, 2, 3 }).ToString());
            Assert.Equal("Tensor (2000,) [0, 0, 0, …, 0, 0, 0]", new Tensor(2000).ToString());
            Assert.Equal("Tensor () 0", new Tensor([]).ToString());
            Assert.Equal("Tensor (0,) []", new Tensor(0).ToString());
            Assert.Contains("-0.5", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(-0.5f)).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Check(Shape shape, float[] values, Tensor tensor)
    {
        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(values, tensor.ToArray());
    }

    private static void Says<TException>(Func<object?> action, params string[] parts)
        where TException : Exception
    {
        TException exception = Assert.ThrowsAny<TException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
