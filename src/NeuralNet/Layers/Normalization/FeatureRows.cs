using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The values of a batch as segments of rows, each row with a run of values for each feature: (segments, rows, features, run). With the
/// features last, a run is one value. Threads share chunks of rows, whose length depends on the sizes alone, and the sums of chunks are
/// added in order.
/// </summary>
internal sealed class FeatureRows
{
    private readonly int segments, rows, features, run, chunkRows, chunks;

    /// <param name="batch">The shape of the batch.</param>
    /// <param name="axis">The axis of the features; 0 is the batch.</param>
    /// <param name="isBySample">true if each sample is a segment; false if the batch is one segment.</param>
    public FeatureRows(Shape batch, int axis, bool isBySample)
    {
        int outer = Product(batch.Sizes[1..axis]);
        (segments, rows) = isBySample ? (batch[0], outer) : (1, batch[0] * outer);
        (features, run) = (batch[axis], Product(batch.Sizes[(axis + 1)..]));
        chunkRows = Math.Max(1, ElementwiseCost.ImagePart / (features * run));
        chunks = (rows + chunkRows - 1) / chunkRows;
    }

    /// <summary>The number of values of a feature in a segment.</summary>
    public int Count => rows * run;

    /// <summary>The shape of one number for each feature of each segment.</summary>
    public Shape Sizes => [segments, features];

    /// <summary>The shape of the memory for the sums of chunks.</summary>
    public Shape SizesOfChunks => [2, segments * chunks, features];

    private int RowLength => features * run;

    /// <summary>Computes Σ x for each feature of each segment, without the rows that a mask marks as padding.</summary>
    public void Sum(Tensor x, Tensor? mask, Tensor sumsOfChunks, Span<float> sum)
    {
        Share(new SumBody<Values>(this, x, x, x, mask, sumsOfChunks));
        Fold(sumsOfChunks, 0, sum);
    }

    /// <summary>Computes Σ (x − center)² for each feature of each segment, without the rows that a mask marks as padding.</summary>
    public void SumOfSquares(Tensor x, Tensor center, Tensor? mask, Tensor sumsOfChunks, Span<float> sum)
    {
        Share(new SumBody<Squares>(this, x, x, center, mask, sumsOfChunks));
        Fold(sumsOfChunks, 1, sum);
    }

    /// <summary>Computes Σ dy and Σ dy·(x − center) for each feature of each segment.</summary>
    public void SumOfGradients(Tensor dy, Tensor x, Tensor center, Tensor sumsOfChunks, Span<float> sum, Span<float> sumOfProducts)
    {
        Share(new SumBody<Products>(this, dy, x, center, null, sumsOfChunks));
        Fold(sumsOfChunks, 0, sum);
        Fold(sumsOfChunks, 1, sumOfProducts);
    }

    /// <summary>Computes y = (x − center)·scale + offset.</summary>
    public void Normalize(Tensor x, Tensor center, Tensor scale, Tensor offset, Tensor y) =>
        Share(new MapBody<Affine>(this, x, x, center, scale, offset, scale, null, y));

    /// <summary>
    /// Computes dx = dy·slope + (x − center)·scale + offset; in rows that a mask marks as padding, dx = dy·slope.
    /// </summary>
    public void PutGradient(Tensor dy, Tensor x, Tensor center, Tensor scale, Tensor offset, Tensor slope, Tensor? mask, Tensor dx) =>
        Share(new MapBody<Gradient>(this, dy, x, center, scale, offset, slope, mask, dx));

    private void Share<TBody>(in TBody body)
        where TBody : struct, IParallelBody =>
        WorkerPool.Shared.Run(segments * chunks, body, share: segments * chunks >= ElementwiseCost.MinSharedImageParts);

    /// <summary>Adds the sums of the chunks of each segment.</summary>
    private void Fold(Tensor sumsOfChunks, int which, Span<float> sums)
    {
        int length = segments * chunks * features;
        ReadOnlySpan<float> ofChunks = sumsOfChunks.Data.Slice(which * length, length);
        for (int segment = 0; segment < segments; segment++)
            Rows.Sum(ofChunks.Slice(segment * chunks * features, chunks * features), sums.Slice(segment * features, features));
    }

    /// <summary>Returns the segment of a chunk and the rows of the batch that the chunk has.</summary>
    private (int Segment, int First, int End) Chunk(int index)
    {
        (int segment, int chunk) = Math.DivRem(index, chunks);
        return (segment, segment * rows + chunk * chunkRows, segment * rows + Math.Min((chunk + 1) * chunkRows, rows));
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        int product = 1;
        foreach (int size in sizes)
            product *= size;
        return product;
    }

    /// <summary>Two terms of a value p, a value x and the center of the feature, which are summed.</summary>
    private interface ITerms
    {
        static abstract void Add(Vector<float> p, Vector<float> x, Vector<float> center, ref Vector<float> first, ref Vector<float> second);

        static abstract void Add(float p, float x, float center, ref float first, ref float second);
    }

    /// <summary>A function of p, x and the numbers of the feature.</summary>
    private interface IFunction
    {
        static abstract Vector<float> Apply(
            Vector<float> p, Vector<float> x, Vector<float> scale, Vector<float> offset, Vector<float> slope);

        static abstract float Apply(float p, float x, float scale, float offset, float slope);
    }

    private readonly struct Values : ITerms
    {
        public static void Add(Vector<float> p, Vector<float> x, Vector<float> center, ref Vector<float> first, ref Vector<float> second) =>
            first += p;

        public static void Add(float p, float x, float center, ref float first, ref float second) => first += p;
    }

    private readonly struct Squares : ITerms
    {
        public static void Add(Vector<float> p, Vector<float> x, Vector<float> center, ref Vector<float> first, ref Vector<float> second)
        {
            Vector<float> difference = x - center;
            second += difference * difference;
        }

        public static void Add(float p, float x, float center, ref float first, ref float second) => second += (x - center) * (x - center);
    }

    private readonly struct Products : ITerms
    {
        public static void Add(Vector<float> p, Vector<float> x, Vector<float> center, ref Vector<float> first, ref Vector<float> second)
        {
            first += p;
            second += p * (x - center);
        }

        public static void Add(float p, float x, float center, ref float first, ref float second)
        {
            first += p;
            second += p * (x - center);
        }
    }

    private readonly struct Affine : IFunction
    {
        public static Vector<float> Apply(
            Vector<float> p, Vector<float> x, Vector<float> scale, Vector<float> offset, Vector<float> slope) => x * scale + offset;

        public static float Apply(float p, float x, float scale, float offset, float slope) => x * scale + offset;
    }

    private readonly struct Gradient : IFunction
    {
        public static Vector<float> Apply(
            Vector<float> p, Vector<float> x, Vector<float> scale, Vector<float> offset, Vector<float> slope) =>
            p * slope + (x * scale + offset);

        public static float Apply(float p, float x, float scale, float offset, float slope) => p * slope + (x * scale + offset);
    }

    private readonly struct SumBody<TTerms>(FeatureRows layout, Tensor p, Tensor x, Tensor center, Tensor? mask, Tensor sumsOfChunks)
        : IParallelBody
        where TTerms : struct, ITerms
    {
        public void Run(int index)
        {
            (int segment, int first, int end) = layout.Chunk(index);
            int features = layout.features, length = layout.segments * layout.chunks * features;
            Span<float> sums = sumsOfChunks.Data.Slice(index * features, features);
            Span<float> products = sumsOfChunks.Data.Slice(length + index * features, features);
            ReadOnlySpan<float> centers = typeof(TTerms) == typeof(Values) ? products : center.Data.Slice(segment * features, features);
            if (layout.run == 1)
                SumColumns(first, end, centers, sums, products);
            else
                SumRuns(first, end, centers, sums, products);
        }

        private void SumColumns(int firstRow, int endRow, ReadOnlySpan<float> centers, Span<float> sums, Span<float> products)
        {
            int features = layout.features, column = 0;
            ref float ps = ref MemoryMarshal.GetReference(p.Data), xs = ref MemoryMarshal.GetReference(x.Data);
            for (; column <= features - Vector<float>.Count; column += Vector<float>.Count)
            {
                Vector<float> own = Vector.Create(centers[column..]), first = default, second = default;
                for (int row = firstRow; row < endRow; row++)
                {
                    if (!FeatureStatistics.IsData(mask, row))
                        continue;
                    nuint place = (nuint)(row * features + column);
                    TTerms.Add(Vector.LoadUnsafe(ref ps, place), Vector.LoadUnsafe(ref xs, place), own, ref first, ref second);
                }

                first.CopyTo(sums[column..]);
                second.CopyTo(products[column..]);
            }

            for (; column < features; column++)
            {
                float own = centers[column], first = 0, second = 0;
                for (int row = firstRow; row < endRow; row++)
                {
                    if (!FeatureStatistics.IsData(mask, row))
                        continue;
                    int place = row * features + column;
                    TTerms.Add(Unsafe.Add(ref ps, place), Unsafe.Add(ref xs, place), own, ref first, ref second);
                }

                (sums[column], products[column]) = (first, second);
            }
        }

        private void SumRuns(int firstRow, int endRow, ReadOnlySpan<float> centers, Span<float> sums, Span<float> products)
        {
            for (int feature = 0; feature < layout.features; feature++)
            {
                float first = 0, second = 0, own = centers[feature];
                for (int row = firstRow; row < endRow; row++)
                    SumRun(row * layout.RowLength + feature * layout.run, own, ref first, ref second);
                (sums[feature], products[feature]) = (first, second);
            }
        }

        private void SumRun(int start, float own, ref float first, ref float second)
        {
            ReadOnlySpan<float> ps = p.Data.Slice(start, layout.run), xs = x.Data.Slice(start, layout.run);
            Vector<float> firsts = default, seconds = default, center = new(own);
            int i = 0;
            for (; i <= ps.Length - Vector<float>.Count; i += Vector<float>.Count)
                TTerms.Add(Vector.Create(ps[i..]), Vector.Create(xs[i..]), center, ref firsts, ref seconds);
            for (; i < ps.Length; i++)
                TTerms.Add(ps[i], xs[i], own, ref first, ref second);
            first += Vector.Sum(firsts);
            second += Vector.Sum(seconds);
        }
    }

    private readonly struct MapBody<TFunction>(
        FeatureRows layout, Tensor p, Tensor x, Tensor center, Tensor scale, Tensor offset, Tensor slope, Tensor? mask, Tensor result)
        : IParallelBody
        where TFunction : struct, IFunction
    {
        public void Run(int index)
        {
            (int segment, int first, int end) = layout.Chunk(index);
            int start = segment * layout.features;
            for (int row = first; row < end; row++)
            {
                if (!FeatureStatistics.IsData(mask, row))
                    MapPadding(row);
                else if (layout.run == 1)
                    MapRow(row, start);
                else
                    MapRuns(row, start);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void MapRow(int row, int start)
        {
            int features = layout.features, column = 0;
            ref float ps = ref p.Data[row * features], xs = ref x.Data[row * features], results = ref result.Data[row * features];
            ref float centers = ref center.Data[start], scales = ref scale.Data[start], offsets = ref offset.Data[start];
            ref float slopes = ref slope.Data[start];
            for (; column <= features - Vector<float>.Count; column += Vector<float>.Count)
            {
                nuint i = (nuint)column;
                TFunction.Apply(
                    Vector.LoadUnsafe(ref ps, i), Vector.LoadUnsafe(ref xs, i) - Vector.LoadUnsafe(ref centers, i),
                    Vector.LoadUnsafe(ref scales, i), Vector.LoadUnsafe(ref offsets, i), Vector.LoadUnsafe(ref slopes, i))
                    .StoreUnsafe(ref results, i);
            }

            for (; column < features; column++)
            {
                Unsafe.Add(ref results, column) = TFunction.Apply(
                    Unsafe.Add(ref ps, column), Unsafe.Add(ref xs, column) - Unsafe.Add(ref centers, column),
                    Unsafe.Add(ref scales, column), Unsafe.Add(ref offsets, column), Unsafe.Add(ref slopes, column));
            }
        }

        private void MapRuns(int row, int start)
        {
            for (int feature = 0; feature < layout.features; feature++)
            {
                int first = row * layout.RowLength + feature * layout.run, i = 0;
                ReadOnlySpan<float> ps = p.Data.Slice(first, layout.run), xs = x.Data.Slice(first, layout.run);
                Span<float> results = result.Data.Slice(first, layout.run);
                float own = center.Data[start + feature], factor = scale.Data[start + feature];
                float addend = offset.Data[start + feature], gradient = slope.Data[start + feature];
                for (; i <= ps.Length - Vector<float>.Count; i += Vector<float>.Count)
                {
                    TFunction.Apply(
                        Vector.Create(ps[i..]), Vector.Create(xs[i..]) - new Vector<float>(own), new(factor), new(addend), new(gradient))
                        .CopyTo(results[i..]);
                }

                for (; i < ps.Length; i++)
                    results[i] = TFunction.Apply(ps[i], xs[i] - own, factor, addend, gradient);
            }
        }

        /// <summary>Computes the gradient of a row of padding, on which the statistics do not depend.</summary>
        private void MapPadding(int row) => TensorPrimitives.Multiply(
            p.Data.Slice(row * layout.features, layout.features), slope.Data, result.Data.Slice(row * layout.features, layout.features));
    }
}
