namespace NeuralNet;

/// <summary>
/// The weights of positives and negatives at each distinct prediction, in ascending order: every prediction is a threshold. Each batch is
/// sorted and merged, so that memory and time grow with the number of distinct predictions.
/// </summary>
internal sealed class ExactAUCAccumulator(AUCCurve curve) : MetricAccumulator
{
    private readonly ScoreList batch = new();
    private ScoreList known = new(), merged = new();
    private float[] scores = [];
    private int[] order = [];

    public override double Result => AUCArea.Of(curve, known.Positives, known.Negatives);

    public override void Update(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
    {
        SortBatch(prediction);
        var weights = new SampleWeight(sampleWeight, prediction.Length / rowLength);
        batch.Clear();
        for (int i = 0; i < prediction.Length; i++)
        {
            double weight = weights[order[i] / rowLength];
            bool isPositive = target[order[i]] != 0;
            batch.Add(scores[i], isPositive ? weight : 0, isPositive ? 0 : weight);
        }

        MergeWith(batch);
    }

    public override void MergeWith(MetricAccumulator other) => MergeWith(SameKind<ExactAUCAccumulator>(other).known);

    public override void Reset() => known.Clear();

    public override void SaveState(SavedState state)
    {
        var thresholds = new double[known.Count];
        for (int i = 0; i < thresholds.Length; i++)
            thresholds[i] = known.Scores[i];
        state.Set("thresholds", thresholds);
        state.Set("positives", known.Positives);
        state.Set("negatives", known.Negatives);
    }

    public override void RestoreState(SavedState state)
    {
        double[] thresholds = state.GetDoubles("thresholds");
        double[] positives = state.GetDoubles("positives", thresholds.Length), negatives = state.GetDoubles("negatives", thresholds.Length);
        known.Clear();
        for (int i = 0; i < thresholds.Length; i++)
            known.Add((float)thresholds[i], positives[i], negatives[i]);
    }

    /// <summary>Merges two ascending lists; of equal scores, the known ones precede.</summary>
    private void MergeWith(ScoreList other)
    {
        merged.Clear();
        for (int i = 0, k = 0; i < known.Count || k < other.Count;)
        {
            bool isKnownNext = k == other.Count || (i < known.Count && known.Scores[i].CompareTo(other.Scores[k]) <= 0);
            if (isKnownNext)
                merged.Add(known, i++);
            else
                merged.Add(other, k++);
        }

        (known, merged) = (merged, known);
    }

    /// <summary>Sorts the predictions in ascending order, together with their indices in the batch.</summary>
    private void SortBatch(ReadOnlySpan<float> prediction)
    {
        if (scores.Length < prediction.Length)
            (scores, order) = (new float[prediction.Length], new int[prediction.Length]);
        prediction.CopyTo(scores);
        for (int i = 0; i < prediction.Length; i++)
            order[i] = i;
        scores.AsSpan(0, prediction.Length).Sort(order.AsSpan(0, prediction.Length));
    }

    /// <summary>The distinct scores in ascending order, with the weights of the positives and negatives of each.</summary>
    private sealed class ScoreList
    {
        private float[] scores = [];
        private double[] positives = [], negatives = [];

        public int Count { get; private set; }

        public ReadOnlySpan<float> Scores => scores.AsSpan(0, Count);

        public ReadOnlySpan<double> Positives => positives.AsSpan(0, Count);

        public ReadOnlySpan<double> Negatives => negatives.AsSpan(0, Count);

        public void Clear() => Count = 0;

        /// <summary>Adds the weights to the last score if it is equal, else appends the score.</summary>
        public void Add(float score, double positive, double negative)
        {
            if (Count == 0 || !scores[Count - 1].Equals(score))
                Append(score);
            positives[Count - 1] += positive;
            negatives[Count - 1] += negative;
        }

        public void Add(ScoreList source, int index) => Add(source.scores[index], source.positives[index], source.negatives[index]);

        private void Append(float score)
        {
            if (Count == scores.Length)
            {
                int capacity = Math.Max(256, 2 * Count);
                Array.Resize(ref scores, capacity);
                Array.Resize(ref positives, capacity);
                Array.Resize(ref negatives, capacity);
            }

            (scores[Count], positives[Count], negatives[Count]) = (score, 0, 0);
            Count++;
        }
    }
}
