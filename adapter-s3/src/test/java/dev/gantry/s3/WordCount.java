package dev.gantry.s3;

import java.io.IOException;
import java.util.StringTokenizer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** The main class of the JAR that {@link HadoopJobTest} gives to EMR: counts the words of the files in a folder. */
public final class WordCount {

    private WordCount() {}

    /** A one for each word. */
    public static final class Words extends Mapper<LongWritable, Text, Text, IntWritable> {
        @Override
        protected void map(LongWritable offset, Text line, Context context) throws IOException, InterruptedException {
            StringTokenizer words = new StringTokenizer(line.toString());
            while (words.hasMoreTokens()) {
                context.write(new Text(words.nextToken()), new IntWritable(1));
            }
        }
    }

    /** The ones of each word together. */
    public static final class Sums extends Reducer<Text, IntWritable, Text, IntWritable> {
        @Override
        protected void reduce(Text word, Iterable<IntWritable> ones, Context context)
                throws IOException, InterruptedException {
            int sum = 0;
            for (IntWritable one : ones) {
                sum += one.get();
            }
            context.write(word, new IntWritable(sum));
        }
    }

    /** Source and destination, as {@code run-hadoop-job} gives them. */
    public static void main(String[] args) throws Exception {
        Job job = Job.getInstance(new Configuration(), "words");
        job.setJarByClass(WordCount.class);
        job.setMapperClass(Words.class);
        job.setReducerClass(Sums.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(IntWritable.class);
        FileInputFormat.addInputPath(job, new Path(args[0]));
        FileOutputFormat.setOutputPath(job, new Path(args[1]));
        if (!job.waitForCompletion(false)) {
            throw new IOException("the job failed");
        }
    }
}
