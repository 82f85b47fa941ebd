using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The gradients of a training in parts that follow the backward pass: after the last node that adds to a part, the part is passed to the
/// <see cref="TrainingStrategy"/>, which exchanges it while the pass continues.
/// </summary>
internal sealed class GradientBuckets : IBackwardObserver
{
    private readonly TrainingStrategy strategy;
    private readonly ParameterSpace space;
    private readonly List<Bucket> buckets = [];
    private double weight;
    private int begun;

    public GradientBuckets(TrainingStrategy strategy, LayerGraph graph, ParameterSpace space)
    {
        this.strategy = strategy;
        this.space = space;
        int end = space.Gradients.Length, node = int.MaxValue;
        string? last = null;
        for (int i = space.Parameters.Count - 1; i >= 0; i--)
        {
            Parameter parameter = space.Parameters[i];
            string path = graph.PathOf(parameter);
            last ??= path;
            int first = Enumerable.Range(0, graph.Nodes.Count).First(index => graph.Nodes[index].Layer.Parameters.Contains(parameter));
            node = Math.Min(node, first);
            int start = space.OffsetOf(i);
            if (end - start < strategy.BucketLength && i > 0)
                continue;
            string subject = path == last ? $"the gradients of '{path}'" : $"the gradients of '{path}' to '{last}'";
            buckets.Add(new Bucket(start, end - start, node, subject));
            (end, node, last) = (start, int.MaxValue, null);
        }

        // If layers are shared, a bucket may be complete at an earlier node than the bucket before it.
        buckets.Sort((a, b) => a.Node != b.Node ? b.Node.CompareTo(a.Node) : b.Start.CompareTo(a.Start));
    }

    /// <summary>Begins a backward pass.</summary>
    public void Begin(BatchPart part) => (weight, begun) = (part.Weight, 0);

    public void AfterNode(int node)
    {
        for (; begun < buckets.Count && buckets[begun].Node >= node; begun++)
        {
            Memory<float> bucket = space.Gradients.AsMemory(buckets[begun].Start, buckets[begun].Length);
            if (weight == 0)
                bucket.Span.Clear();
            else
                TensorPrimitives.Multiply(bucket.Span, (float)weight, bucket.Span);
            strategy.BeginSum(bucket, buckets[begun].Subject);
        }
    }

    /// <summary>Waits for the sums. All rows of a sparse gradient then count as used, because other ranks may have used any row.</summary>
    public void Complete()
    {
        strategy.Complete();
        for (int i = 0; i < space.Parameters.Count; i++)
            space[i].TouchAll();
    }

    /// <summary>A range of the gradients.</summary>
    /// <param name="Start">The index of the first value.</param>
    /// <param name="Length">The number of values.</param>
    /// <param name="Node">The last node of the backward pass that adds to them.</param>
    /// <param name="Subject">The name of the gradients for messages.</param>
    private readonly record struct Bucket(int Start, int Length, int Node, string Subject);
}
