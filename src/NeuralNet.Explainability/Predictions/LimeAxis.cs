namespace NeuralNet.Explainability;

/// <summary>How one feature is drawn for LIME's neighbours, and its place in the linear model's space.</summary>
internal abstract class LimeAxis
{
    /// <summary>How the feature is drawn for neighbours of a row.</summary>
    public abstract Drawing Around(float[] row);

    /// <summary>Whether the feature needs normally distributed numbers.</summary>
    public virtual bool IsNormal => false;

    /// <summary>What the feature meets in the row, as text; null if it is described by its value.</summary>
    public virtual string? Condition(float[] row) => null;

    /// <summary>Draws the feature for neighbours of one row.</summary>
    public abstract class Drawing
    {
        /// <summary>The place of the row itself.</summary>
        public abstract float Place { get; }

        /// <summary>Draws the feature's values into neighbours, and writes their places.</summary>
        /// <param name="lanes">Where whole numbers are drawn from.</param>
        /// <param name="neighbours">Rows of neighbours.</param>
        /// <param name="width">How many values each row has.</param>
        /// <param name="places">One for each neighbour; they hold normally distributed numbers if the axis asks for them.</param>
        public abstract void Draw(ref RandomLanes lanes, Span<float> neighbours, int width, Span<float> places);
    }
}
