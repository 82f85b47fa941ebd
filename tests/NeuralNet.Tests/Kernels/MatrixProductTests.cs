using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Tests;

/// <summary>Tests of products of tensors against naive loops, of their errors, and of the multiplier of the provider.</summary>
[Collection(ProcessWide.Name)]
public sealed class MatrixProductTests
{
    private readonly Tensor a = Filled([2, 3, 4], 1), b = Filled([4, 5], 2), c = Filled([2, 3, 5], 3);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.5f)]
    public void Every_product_is_that_of_the_textbook(float beta)
    {
        AssertProduct(MatrixProduct.Multiply, a, false, b, false, c, beta);
        AssertProduct(MatrixProduct.TransposeThisAndMultiply, a, true, c, false, b, beta);
        AssertProduct(MatrixProduct.TransposeAndMultiply, c, false, b, true, a, beta);
    }

    [Fact]
    public void A_vector_is_a_single_row()
    {
        var row = new Tensor(3);
        MatrixProduct.Multiply(new Tensor(2, [1, 2]), new Tensor([2, 3], [1, 2, 3, 10, 20, 30]), row);
        Assert.Equal([21, 42, 63], row.ToArray());
    }

    [Fact]
    public void A_sum_without_terms_is_zero()
    {
        MatrixProduct.Multiply(new Tensor([2, 3, 0]), new Tensor([0, 5]), c);
        Assert.All(c.ToArray(), value => Assert.Equal(0, value));
        MatrixProduct.Multiply(new Tensor([0, 4]), b, new Tensor([0, 5]));
    }

    [Fact]
    public void Operands_inside_tensors_are_multiplied_where_they_lie()
    {
        float[] buffer = [0, 1, 2, 9, 3, 4], result = new float[2];
        var a = new MatrixOperand(buffer, 1, 2, 2, 3);
        var b = new MatrixOperand([1, 10], 0, 2, 1, 1);
        MatrixProduct.Multiply(a, b, new MatrixOperand(result, 0, 2, 1, 1));
        Assert.Equal([21, 43], result);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_by_name_and_nothing_changes()
    {
        float[] before = c.ToArray();
        AssertRefused(
            () => MatrixProduct.Multiply(a, c, c), "b", "a of shape (2, 3, 4) has 4 columns, but b of shape (2, 3, 5) has 6 rows; in a·b");
        AssertRefused(() => MatrixProduct.TransposeThisAndMultiply(a, b, c), "b", "has 6 rows, but b of shape (4, 5) has 4 rows; in aᵀ·b");
        AssertRefused(
            () => MatrixProduct.TransposeAndMultiply(a, b, c), "b", "has 4 columns, but b of shape (4, 5) has 5 columns; in a·bᵀ");
        AssertRefused(
            () => MatrixProduct.Multiply(a, b, Filled([5, 6], 1)), "c", "The product has 6 rows of 5 values; c of shape (5, 6) has 5 rows of 6 values");
        AssertRefused(() => MatrixProduct.Multiply(c.Reshape([5, 6]), a.Reshape([6, 4]), c), "c", "5 rows of 4 values");
        Assert.Equal(before, c.ToArray());
    }

    [Fact]
    public void A_result_that_shares_memory_with_a_factor_is_refused()
    {
        Tensor square = Filled([3, 3], 1);
        AssertRefused(() => MatrixProduct.Multiply(square, Filled([3, 3], 2), square), "c", "overlaps the input a");
        AssertRefused(() => MatrixProduct.Multiply(Filled([3, 3], 2), square.Reshape([3, 3]), square), "c", "overlaps the input b");
    }

    [Fact]
    public void A_missing_tensor_is_refused_by_name()
    {
        Assert.Equal("a", Assert.Throws<ArgumentNullException>(() => MatrixProduct.Multiply(null!, b, c)).ParamName);
        Assert.Equal("b", Assert.Throws<ArgumentNullException>(() => MatrixProduct.Multiply(a, null!, c)).ParamName);
        Assert.Equal("c", Assert.Throws<ArgumentNullException>(() => MatrixProduct.Multiply(a, b, null!)).ParamName);
    }

    [Fact]
    public void The_multiplier_is_the_provider_or_an_adapter_around_it()
    {
        ILinearAlgebraProvider before = Compute.Provider;
        try
        {
            var simd = new SimdLinearAlgebraProvider();
            Compute.Provider = simd;
            Assert.Same(simd, Compute.Provider);
            Assert.Same(simd, Compute.Multiplier);

            Compute.Provider = ManagedLinearAlgebraProvider.Instance;
            Assert.Same(ManagedLinearAlgebraProvider.Instance, Compute.Provider);
            Assert.False(Compute.Multiplier is ILinearAlgebraProvider);
            Every_product_is_that_of_the_textbook(0.5f);

            var own = new Recorder();
            Compute.Provider = own;
            Assert.Same(own, Compute.Provider);
            MatrixProduct.Multiply(a, b, c);
            Assert.Equal(1, own.Calls);
        }
        finally
        {
            Compute.Provider = before;
        }
    }

    private static void AssertProduct(
        Action<Tensor, Tensor, Tensor, float> multiply,
        Tensor left, bool transposeLeft, Tensor right, bool transposeRight, Tensor result, float beta)
    {
        float[] before = result.ToArray();
        if (beta == 0)
            result.AsSpan().Fill(float.NaN);
        multiply(left, right, result, beta);
        (int rows, int depth) = transposeLeft ? (Columns(left), Rows(left)) : (Rows(left), Columns(left));
        int columns = Columns(result);
        Assert.Equal(rows * columns, result.Length);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = beta == 0 ? 0 : beta * before[(i * columns) + j];
                for (int p = 0; p < depth; p++)
                    sum += Element(left, transposeLeft, i, p) * Element(right, transposeRight, p, j);
                Assert.Equal(sum, result.AsSpan()[(i * columns) + j]);
            }
        }
    }

    private static float Element(Tensor tensor, bool isTransposed, int row, int column) =>
        tensor.AsSpan()[isTransposed ? (column * Columns(tensor)) + row : (row * Columns(tensor)) + column];

    private static int Columns(Tensor tensor) => tensor.Shape[^1];

    private static int Rows(Tensor tensor) => tensor.Length / Columns(tensor);

    /// <summary>Returns a tensor of small whole numbers, whose sums are exact.</summary>
    private static Tensor Filled(Shape shape, int seed)
    {
        var random = new Random(seed);
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.AsSpan())
            value = random.Next(-4, 5);
        return tensor;
    }

    private static void AssertRefused(Action product, string argument, string text)
    {
        var refused = Assert.Throws<ArgumentException>(product);
        Assert.Equal(argument, refused.ParamName);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    private sealed class Recorder() : DelegatingLinearAlgebraProvider(ManagedLinearAlgebraProvider.Instance), IMatrixMultiplier
    {
        public int Calls { get; private set; }

        public void Multiply(in MatrixOperand a, in MatrixOperand b, in MatrixOperand c, float beta = 0, int batch = 1) => Calls++;
    }
}
