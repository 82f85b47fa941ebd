using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

using Tiles = NeuralNet.LinearAlgebra.Tiles<
    float, System.Runtime.Intrinsics.Vector512<float>, NeuralNet.LinearAlgebra.Lanes512<float>,
    NeuralNet.LinearAlgebra.Size12, NeuralNet.LinearAlgebra.Size5>;

namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>Tests of products on several threads: the same bits, no allocation, any number of callers.</summary>
[Collection(AloneCollection.Name)]
public sealed class SharedProductTests
{
    private static readonly (int Rows, int Columns, int Depth)[] Shapes =
    [
        (513, 129, 785), (129, 513, 400), (10, 128, 512), (128, 10, 512), (512, 10, 128), (1, 700, 300), (700, 1, 300), (33, 35, 2000),
        (128, 32, 784), (32, 128, 785), (256, 60, 1900), (129, 37, 500), (512, 60, 1000),
    ];

    public static TheoryData<int> Degrees => [1, 2, 3, 5, 8];

    public static TheoryData<string> Kernels => ProductTests.Kernels;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_bits_do_not_depend_on_the_number_of_threads(string kernel)
    {
        var provider = new SimdLinearAlgebraProvider(KernelCatalog.Choose(kernel));
        foreach ((int rows, int columns, int depth) in Shapes)
        {
            for (int transposition = 0; transposition < 4; transposition++)
            {
                AssertSameBits<float>(provider, rows, columns, depth, transposition);
                AssertSameBits<double>(provider, rows, columns, depth, transposition);
            }
        }
    }

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(-1f, 1f)]
    [InlineData(2f, -3f)]
    public void Shared_products_are_those_of_the_textbook(float alpha, float beta)
    {
        using var _ = new PoolDegree(2);
        var provider = new SimdLinearAlgebraProvider();
        foreach ((int rows, int columns, int depth) in Shapes)
        {
            for (int transposition = 0; transposition < 4; transposition++)
            {
                var product = new ProductCase<float>(rows, columns, depth, (transposition & 1) != 0, (transposition & 2) != 0, alpha, beta);
                float[] expected = product.InitialC(), actual = product.InitialC();
                NaiveProduct.Run(product, expected);
                product.Run(provider, actual);
                Assert.True(expected.AsSpan().SequenceEqual(actual), product.ToString());
            }
        }
    }

    [Fact]
    public void Slices_are_shared_where_a_long_operand_lies_along_the_depth()
    {
        Assert.True(DepthSlices.AreShared(Shape(128, 32, 784, liesAlongDepth: true)));
        Assert.True(DepthSlices.AreShared(Shape(256, 60, 1000, liesAlongDepth: true)));
        Assert.False(DepthSlices.AreShared(Shape(128, 32, 784, liesAlongDepth: false)));
        Assert.False(DepthSlices.AreShared(Shape(128, 512, 128, liesAlongDepth: true)));
    }

    /// <summary>
    /// Sliced with 2 and 3 slices, and in blocks only: every multiplication belongs to one part, and no thread has much more than its
    /// share.
    /// </summary>
    [Theory]
    [MemberData(nameof(Degrees))]
    public void Threads_have_nearly_equal_shares_of_a_product(int threads)
    {
        (int Rows, int Columns, int Depth, bool LiesAlongDepth)[] shapes =
            [(512, 128, 784, true), (128, 32, 784, true), (512, 60, 1000, true), (512, 128, 784, false), (784, 512, 128, false),
                (513, 129, 785, false)];
        foreach ((int rows, int columns, int depth, bool liesAlongDepth) in shapes)
        {
            ProductOperation<float> product = Shape(rows, columns, depth, liesAlongDepth);
            var parts = SharedParts<float, Tiles>.Choose(product, threads);
            long[] work = [.. Enumerable.Range(0, parts.Count).Select(index => parts.Part(product, index).Work)];
            Assert.Equal(product.Work, work.Sum());
            Assert.InRange(MaxShare(work, threads), 0, 1.5 * product.Work / threads);
        }
    }

    [Theory]
    [MemberData(nameof(Degrees))]
    public void Threads_have_nearly_equal_shares_of_dot_products(int threads)
    {
        const int Columns = 256;
        nint width = DotProduct<float, Tiles>.ColumnsPerTask(Columns, threads);
        long[] work = [.. Enumerable.Range(0, (int)Parts.Count(Columns, width)).Select(task =>
            (long)Math.Min(width, Columns - (task * width)))];
        Assert.Equal(Columns, work.Sum());
        Assert.InRange(MaxShare(work, threads), 0, 1.25 * Columns / threads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_product_allocates_nothing_once_warm(int degree)
    {
        using var _ = new PoolDegree(degree);
        var provider = new SimdLinearAlgebraProvider();
        foreach ((int rows, int columns, int depth) in Shapes.Append((4, 2, 8)))
        {
            ProductCase<float> product = Fractions<float>(rows, columns, depth, 0);
            float[] c = new float[rows * columns];
            Assert.Equal(0, Allocations.Of(() => product.Run(provider, c)));
        }
    }

    [Fact]
    public async Task Many_callers_at_once_get_the_right_product()
    {
        var provider = new SimdLinearAlgebraProvider();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(caller => Task.Run(() =>
        {
            var product = new ProductCase<double>(100 + (40 * caller), 90, 200, false, caller % 2 == 0, 1, 0);
            double[] expected = product.InitialC();
            NaiveProduct.Run(product, expected);
            for (int i = 0; i < 50; i++)
            {
                double[] actual = product.InitialC();
                product.Run(provider, actual);
                Assert.Equal(expected, actual);
            }
        })));
    }

    [Fact]
    public void A_product_inside_a_parallel_part_is_right()
    {
        var product = new ProductCase<double>(150, 90, 200, false, false, 1, 0);
        double[] expected = product.InitialC();
        NaiveProduct.Run(product, expected);
        double[][] results = [.. Enumerable.Range(0, 8).Select(_ => product.InitialC())];
        using var _ = new PoolDegree(4);
        WorkerPool.Shared.Run(8, new Multiplying(product, new SimdLinearAlgebraProvider(), results));
        Assert.All(results, actual => Assert.Equal(expected, actual));
    }

    private static void AssertSameBits<T>(ILinearAlgebraProvider provider, int rows, int columns, int depth, int transposition)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ProductCase<T> product = Fractions<T>(rows, columns, depth, transposition);
        T[]? first = null;
        foreach (int threads in (int[])[1, 2, 3, 5, 8])
        {
            using var _ = new PoolDegree(threads);
            var c = new T[rows * columns];
            product.Run((ILinearAlgebraProvider<T>)provider, c);
            first ??= c;
            Assert.True(first.AsSpan().SequenceEqual(c), $"{product} on {threads} threads");
        }
    }

    /// <summary>Twelve tiles of 32×12 leave no thread idle that could have one, and need no grid of exactly that many blocks.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(7, 6)]
    [InlineData(12, 12)]
    [InlineData(16, 12)]
    [InlineData(64, 12)]
    public void Threads_without_a_tile_do_not_keep_the_others_from_sharing(int threads, int min)
    {
        var grid = BlockGrid<float, Tiles>.Choose(
            Shape(128, 32, 784, liesAlongDepth: false), threads);
        Assert.InRange(grid.Count, min, 12);
    }

    private static long MaxShare(long[] work, int threads) => Enumerable.Range(0, threads).Max(thread =>
        work[WorkerPool.ShareStart(work.Length, thread, threads)..WorkerPool.ShareStart(work.Length, thread + 1, threads)].Sum());

    private static unsafe ProductOperation<float> Shape(int rows, int columns, int depth, bool liesAlongDepth) => new()
    {
        A = liesAlongDepth ? new MatrixView<float>(null, 1, rows) : new MatrixView<float>(null, depth, 1),
        B = new MatrixView<float>(null, 1, depth),
        C = new MatrixView<float>(null, 1, rows),
        Rows = rows,
        Columns = columns,
        Depth = depth,
        Alpha = 1,
        Beta = 0,
    };

    private static ProductCase<T> Fractions<T>(int rows, int columns, int depth, int transposition)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        return new ProductCase<T>(rows, columns, depth, (transposition & 1) != 0, (transposition & 2) != 0, T.One, T.Zero)
        {
            A = Enumerable.Range(0, rows * depth).Select(_ => T.CreateChecked(random.NextDouble())).ToArray(),
            B = Enumerable.Range(0, depth * columns).Select(_ => T.CreateChecked(random.NextDouble())).ToArray(),
        };
    }

    private readonly struct Multiplying(ProductCase<double> product, SimdLinearAlgebraProvider provider, double[][] results) : IParallelBody
    {
        public void Run(int index) => product.Run(provider, results[index]);
    }
}
